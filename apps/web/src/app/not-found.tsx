import { Button, Center, Stack, Text, Title } from "@mantine/core";

export default function NotFound() {
  return (
    <Center mih="100dvh" p="xl" component="main">
      <Stack align="center" gap="sm">
        <Title order={1}>No such page</Title>
        <Text c="dimmed">The address may be mistyped, or the page may have been removed.</Text>
        <Button component="a" href="/datasets">
          Go to the datasets
        </Button>
      </Stack>
    </Center>
  );
}
