"use client";

import { Alert, Button, Group, PasswordInput, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { notifyDone } from "../../feedback/notify.ts";
import { graphql } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { passwordProblems } from "./passwordProblems.ts";

const setPasswordMutation = graphql(`
  mutation SetPassword($input: SetPasswordInput!) {
    setPassword(input: $input) {
      __typename
      ... on SetPasswordSuccess {
        data {
          id
          hasPassword
        }
      }
      ... on InvalidInputError {
        message
        code
        field
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

const EMPTY = { currentPassword: "", newPassword: "", repeated: "" };

/** Sets the viewer's first password, or another in place of the current one. */
export function PasswordForm({ email, hasPassword }: { readonly email: string; readonly hasPassword: boolean }) {
  const [state, setPassword] = useGraphMutation(setPasswordMutation);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    initialValues: EMPTY,
    validate: (values) => passwordProblems(values, hasPassword),
  });

  const save = form.onSubmit(async ({ currentPassword, newPassword }) => {
    if (state.fetching) return;
    setProblem(null);
    const outcome = await setPassword({
      input: { newPassword, ...(hasPassword ? { currentPassword } : {}) },
    });
    if (outcome.ok) {
      form.setValues(EMPTY);
      notifyDone(hasPassword ? "Your password was changed" : "Your password was set");
    } else if (outcome.field !== null && outcome.field in EMPTY) {
      form.setFieldError(outcome.field, outcome.message);
    } else {
      setProblem(outcome.message);
    }
  });

  return (
    <form onSubmit={save} noValidate aria-label="Password">
      <Stack gap="md" maw={360}>
        <Text size="sm" c="dimmed">
          {hasPassword
            ? "Changing it signs you out everywhere else."
            : "You have no password yet. Without one, you can only sign in again with a link printed on the server’s machine."}
        </Text>
        {problem ? (
          <Alert color="red" role="alert">
            {problem}
          </Alert>
        ) : null}
        {/* For password managers, which keep it with the password. */}
        <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
        {hasPassword ? (
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            {...form.getInputProps("currentPassword")}
          />
        ) : null}
        <PasswordInput
          label="New password"
          description="At least 8 characters."
          autoComplete="new-password"
          {...form.getInputProps("newPassword")}
        />
        <PasswordInput label="Repeat new password" autoComplete="new-password" {...form.getInputProps("repeated")} />
        <Group>
          <Button type="submit" loading={state.fetching}>
            {hasPassword ? "Change password" : "Set password"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
