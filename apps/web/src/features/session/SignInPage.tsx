"use client";

import {
  Alert,
  Anchor,
  Button,
  Center,
  Code,
  Paper,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconAlertCircle } from "@tabler/icons-react";
import { useState } from "react";
import { BrandMark } from "../../theme/BrandMark.tsx";
import { authClient } from "./authClient.ts";
import classes from "./SignInPage.module.css";
import { describeSignInProblem, safeReturnPath } from "./signInProblem.ts";

/** Email and password; a one-time link from the server's machine signs in without either. */
export function SignInPage({ from, linkError }: { from: string | null; linkError: string | null }) {
  const form = useForm({
    initialValues: { email: "", password: "" },
    validate: {
      email: (value) => (value.trim() === "" ? "Enter your email address" : null),
      password: (value) => (value === "" ? "Enter your password" : null),
    },
  });
  const [problem, setProblem] = useState<string | null>(
    linkError ? "That sign-in link has expired or was already used. Sign in below, or get a new link." : null,
  );
  const [busy, setBusy] = useState(false);

  const signIn = form.onSubmit(async ({ email, password }) => {
    setBusy(true);
    setProblem(null);
    try {
      const { error } = await authClient().signIn.email({ email: email.trim(), password });
      if (error) {
        setProblem(describeSignInProblem(error.status, error.message));
        setBusy(false);
        return;
      }
      window.location.assign(safeReturnPath(from));
    } catch {
      // fetch itself failed: nothing of the server's answer exists to show.
      setProblem("The server could not be reached. Check that it is running, then try again.");
      setBusy(false);
    }
  });

  return (
    <Center className={classes.page ?? ""} component="main">
      <Stack gap="xl" w={360}>
        <Stack gap={6} align="center">
          <BrandMark size={36} />
          <Title order={1} ta="center">
            Sign in to Maskyard
          </Title>
        </Stack>
        <Paper p="xl" radius="lg" component="form" onSubmit={signIn} noValidate>
          <Stack gap="md">
            {problem ? (
              <Alert color="red" variant="light" icon={<IconAlertCircle size={18} />} role="alert">
                {problem}
              </Alert>
            ) : null}
            <TextInput label="Email" type="email" autoComplete="username" autoFocus {...form.getInputProps("email")} />
            <PasswordInput label="Password" autoComplete="current-password" {...form.getInputProps("password")} />
            <Button type="submit" fullWidth loading={busy} mt={4}>
              Sign in
            </Button>
          </Stack>
        </Paper>
        <Text size="sm" c="dimmed" ta="center">
          No password, or forgot it? On the server’s machine, <Code>npx maskyard sign-in-link</Code> prints a link that
          signs you in once. After the first start it also stands in the terminal.{" "}
          <Anchor href="/healthz" underline="always" inherit>
            Server status
          </Anchor>
        </Text>
      </Stack>
    </Center>
  );
}
