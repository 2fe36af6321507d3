import { Button, Group, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";

interface NewAliasFormProps {
  readonly choices: { value: string; label: string }[];
  /** Whether it was done. */
  readonly onCreate: (alias: string, version: number) => Promise<boolean>;
}

/** A name, and the version it is to point at. */
export function NewAliasForm({ choices, onCreate }: NewAliasFormProps) {
  const [alias, setAlias] = useState("");
  const [version, setVersion] = useState(choices[0]?.value ?? null);
  const create = async (event: FormEvent) => {
    event.preventDefault();
    if (version !== null && (await onCreate(alias.trim(), Number(version)))) setAlias("");
  };
  return (
    <form onSubmit={create}>
      <Group gap="sm">
        <TextInput
          aria-label="New alias"
          placeholder="production"
          size="xs"
          w={140}
          value={alias}
          onChange={(event) => setAlias(event.currentTarget.value)}
        />
        <Select
          aria-label="Version for the new alias"
          size="xs"
          w={100}
          data={choices}
          value={version}
          onChange={setVersion}
          allowDeselect={false}
        />
        <Button size="xs" variant="default" type="submit" disabled={alias.trim() === "" || version === null}>
          Add alias
        </Button>
      </Group>
    </form>
  );
}
