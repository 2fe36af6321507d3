import { Group, NumberInput, SegmentedControl, Text } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { Sizing, SplitDraft } from "./splitInput.ts";

const SIZINGS = [
  { value: "shares", label: "Shares" },
  { value: "counts", label: "Counts" },
  { value: "folds", label: "k folds" },
] as const;

/** How large the subsets are: by shares, by counts, or as folds of a cross-validation. */
export function SplitSizeFields({ form }: { form: UseFormReturnType<SplitDraft> }) {
  const { sizing, trainPercent, valPercent } = form.values;
  const count = { min: 0, allowDecimal: false } as const;
  return (
    <>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label="Sizes"
        data={[...SIZINGS]}
        value={sizing}
        onChange={(value) => form.setFieldValue("sizing", value as Sizing)}
      />
      <Group grow align="flex-start">
        {sizing === "shares" ? (
          <>
            <NumberInput label="Train" suffix=" %" min={1} max={100} {...form.getInputProps("trainPercent")} />
            <NumberInput label="Validation" suffix=" %" min={0} max={99} {...form.getInputProps("valPercent")} />
          </>
        ) : sizing === "counts" ? (
          <>
            <NumberInput label="Train" {...count} {...form.getInputProps("trainCount")} />
            <NumberInput label="Validation" {...count} {...form.getInputProps("valCount")} />
            <NumberInput label="Test" {...count} {...form.getInputProps("testCount")} />
          </>
        ) : (
          <NumberInput label="Folds" min={2} max={100} allowDecimal={false} {...form.getInputProps("folds")} />
        )}
        <NumberInput label="Seed" min={0} allowDecimal={false} {...form.getInputProps("seed")} />
      </Group>
      <Text size="sm" c="dimmed">
        {sizing === "shares"
          ? `${Math.max(0, 100 - trainPercent - valPercent)} % remain for the test subset.`
          : sizing === "counts"
            ? "Images that are in no subset are left out."
            : "Creates one split per fold. Every image is in the validation subset of exactly one of them."}
      </Text>
    </>
  );
}
