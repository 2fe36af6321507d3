import { Button, Collapse, Select, SimpleGrid, Stack, Text } from "@mantine/core";
import { READER_CHOICES, type ReaderChoiceName } from "@maskyard/annotations/formats";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";

/** What a person said of files that do not say it themselves, by the names that the server takes. */
export type SaidOfFiles = Readonly<Partial<Record<ReaderChoiceName, string>>>;

interface ReaderChoicesProps {
  /** The format chosen; null where it is found out. */
  readonly format: string | null;
  readonly said: SaidOfFiles;
  readonly onChange: (said: SaidOfFiles) => void;
}

/** The readings of files that contradict their images or leave something open; folded away, as most files need none. */
export function ReaderChoices({ format, said, onChange }: ReaderChoicesProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        onClick={() => setOpen(!isOpen)}
        aria-expanded={isOpen}
      >
        How the files are read
      </Button>
      <Collapse expanded={isOpen}>
        <Stack gap="sm" pt="xs">
          <Text size="sm" c="dimmed">
            What you leave empty is detected. The report of the import lists every guess.
          </Text>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
            {choicesFor(format).map((name) => (
              <Select
                key={name}
                label={READER_CHOICES[name].label}
                placeholder="Detected"
                data={Object.entries(READER_CHOICES[name].answers).map(([value, label]) => ({ value, label }))}
                value={said[name] ?? null}
                onChange={(answer) => onChange(withAnswer(said, name, answer))}
                clearable
              />
            ))}
          </SimpleGrid>
        </Stack>
      </Collapse>
    </div>
  );
}

/** The choices that matter to a format; all of them while it is not known. */
export function choicesFor(format: string | null): ReaderChoiceName[] {
  return (Object.keys(READER_CHOICES) as ReaderChoiceName[]).filter((name) => {
    const formats: readonly string[] | null = READER_CHOICES[name].formats;
    return format === null || formats === null || formats.includes(format);
  });
}

/** Without the answer where it is taken back. */
function withAnswer(said: SaidOfFiles, name: ReaderChoiceName, answer: string | null): SaidOfFiles {
  const others = Object.fromEntries(Object.entries(said).filter(([one]) => one !== name));
  return answer === null ? others : { ...others, [name]: answer };
}
