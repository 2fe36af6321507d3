import { Select, Switch, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { SUBSETS, type SubsetName, UNTAGGED } from "./imageFilter.ts";
import type { ImageFilters } from "./useImageFilters.ts";

/** What the list of tags calls images without any; no tag has a line break. */
const UNTAGGED_CHOICE = "\n";

interface ImageFilterFieldsProps {
  readonly filters: ImageFilters;
  readonly splits: readonly { readonly id: string; readonly name: string }[];
  readonly tags: readonly { readonly name: string; readonly imageCount: number }[];
}

/** The conditions on a dataset's images, but for the class, which its statistics choose. */
export function ImageFilterFields({ filters, splits, tags }: ImageFilterFieldsProps) {
  const { state } = filters;
  return (
    <>
      <TextInput
        aria-label="File name contains"
        placeholder="File name"
        leftSection={<IconSearch size={15} />}
        value={filters.typedName}
        onChange={(event) => filters.typeName(event.currentTarget.value)}
        w={150}
      />
      <Select
        aria-label="Subset"
        placeholder="Any subset"
        data={[...SUBSETS]}
        value={state.subset}
        onChange={(value) => filters.setSubset(value as SubsetName | null)}
        disabled={splits.length === 0}
        clearable
        w={125}
      />
      {splits.length > 1 && state.subset ? (
        <Select
          aria-label="Split"
          data={splits.map(({ id, name: splitName }) => ({ value: id, label: splitName }))}
          value={state.splitId}
          onChange={filters.setSplitId}
          allowDeselect={false}
          w={150}
        />
      ) : null}
      {tags.length > 0 ? (
        <Select
          aria-label="Tag"
          placeholder="Any tag"
          data={[
            ...tags.map(({ name: value, imageCount }) => ({ value, label: `${value} (${imageCount})` })),
            { value: UNTAGGED_CHOICE, label: "Without tags" },
          ]}
          value={state.tag === UNTAGGED ? UNTAGGED_CHOICE : state.tag}
          onChange={(value) => filters.setTag(value === UNTAGGED_CHOICE ? UNTAGGED : value)}
          searchable
          clearable
          w={130}
        />
      ) : null}
      <Select
        aria-label="Order"
        data={[
          { value: "IMPORTED", label: "Oldest first" },
          { value: "NEWEST", label: "Newest first" },
        ]}
        value={filters.list.order}
        onChange={(value) => filters.setOrder(value === "NEWEST" ? "NEWEST" : "IMPORTED")}
        allowDeselect={false}
        w={130}
      />
      <Switch
        label="Unannotated"
        size="sm"
        checked={state.unannotated}
        onChange={(event) => filters.setUnannotated(event.currentTarget.checked)}
      />
    </>
  );
}
