"use client";

import { SegmentedControl } from "@mantine/core";

export type ShownPicture = "trained" | "original";

const CHOICES = [
  { value: "trained", label: "As trained" },
  { value: "original", label: "Original" },
];

interface PictureChoiceProps {
  readonly value: ShownPicture;
  readonly onChange: (value: ShownPicture) => void;
}

/** Whether images are shown as the step saw them, or as they are. */
export function PictureChoice({ value, onChange }: PictureChoiceProps) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="Pictures"
      data={CHOICES}
      value={value}
      onChange={(chosen) => onChange(chosen as ShownPicture)}
    />
  );
}
