import { Badge, Group, Paper, Table, Text } from "@mantine/core";
import { formatCount, formatQuantity } from "../../format/formatNumber.ts";
import { formatDate } from "../../format/formatTime.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { CategoryDot } from "../category/CategoryDot.tsx";
import { DeleteSplitButton } from "./DeleteSplitButton.tsx";
import { SplitLeakage } from "./SplitLeakage.tsx";
import { SubsetBar } from "./SubsetBar.tsx";

export const splitCardFragment = graphql(`
  fragment SplitCard on Split {
    id
    name
    strategy
    seed
    createdAt
    counts {
      train
      val
      test
    }
    grouping {
      captureGroup
      nearDuplicates
      fileNamePattern
      tagPrefix
    }
    perSize {
      size
      train
      val
      test
    }
    perClass {
      category {
        id
        name
        color
      }
      train
      val
      test
    }
  }
`);

const STRATEGIES = { RANDOM: "Random", STRATIFIED: "Stratified by class", FROM_FILES: "From the files" } as const;

interface Grouping {
  readonly captureGroup: boolean;
  readonly nearDuplicates: boolean;
  readonly fileNamePattern: string | null;
  readonly tagPrefix: string | null;
}

function lockedBy(grouping: Grouping | null): string {
  if (!grouping) return "";
  const rules = [
    grouping.captureGroup ? "capture group" : null,
    grouping.nearDuplicates ? "looks" : null,
    grouping.fileNamePattern,
    grouping.tagPrefix === null ? null : `tag ${grouping.tagPrefix}`,
  ].filter((rule) => rule !== null);
  return rules.length > 0 ? `locked by ${rules.join(", ")} · ` : "";
}

const SIZES = { SMALL: "Small", MEDIUM: "Medium", LARGE: "Large" } as const;

/** A split's shares in images and, per class and size, in instances, and what leaks between its subsets. */
export function SplitCard({ split: reference }: { split: FragmentOf<typeof splitCardFragment> }) {
  const split = readFragment(splitCardFragment, reference);
  const { train, val, test } = split.counts;
  return (
    <Paper p="lg" radius="lg">
      <Group justify="space-between" mb="xs">
        <Group gap="xs">
          <Text fw={600}>{split.name}</Text>
          <Badge variant="light" color="gray" tt="none">
            {STRATEGIES[split.strategy]}
          </Badge>
        </Group>
        <Group gap={6} wrap="nowrap">
          <Text size="sm" c="dimmed">
            {lockedBy(split.grouping)}
            {split.strategy === "FROM_FILES" ? "" : `seed ${split.seed} · `}
            {formatDate(split.createdAt)}
          </Text>
          <DeleteSplitButton split={split} />
        </Group>
      </Group>
      <SubsetBar train={train} val={val} test={test} height={8} />
      <Text size="sm" c="dimmed" mt={6} className="tabular">
        {formatQuantity(train, "image")} to train, {formatCount(val)} to validate
        {test > 0 ? `, ${formatCount(test)} to test` : ""}
      </Text>
      <SplitLeakage splitId={split.id} />
      {split.perClass.length > 0 ? (
        <Table.ScrollContainer
          minWidth={420}
          mt="sm"
          type="native"
          tabIndex={0}
          role="region"
          aria-label="Objects by class and subset"
        >
          <Table fz="sm" verticalSpacing={6} className="tabular">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Class</Table.Th>
                <Table.Th ta="right">Train</Table.Th>
                <Table.Th ta="right">Validation</Table.Th>
                <Table.Th ta="right">Test</Table.Th>
                <Table.Th w="34%">Instances</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {split.perClass.map((row) => (
                <Table.Tr key={row.category.id}>
                  <Table.Td>
                    <Group gap={8} wrap="nowrap">
                      <CategoryDot color={row.category.color} />
                      {row.category.name}
                    </Group>
                  </Table.Td>
                  <SubsetCells {...row} />
                </Table.Tr>
              ))}
              {split.perSize.map((row) => (
                <Table.Tr key={row.size} c="dimmed">
                  <Table.Td>{SIZES[row.size]}</Table.Td>
                  <SubsetCells {...row} />
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ) : null}
    </Paper>
  );
}

/** How many instances of a row each subset has, and their shares. */
function SubsetCells({ train, val, test }: { readonly train: number; readonly val: number; readonly test: number }) {
  return (
    <>
      <Table.Td ta="right">{formatCount(train)}</Table.Td>
      <Table.Td ta="right">{formatCount(val)}</Table.Td>
      <Table.Td ta="right">{formatCount(test)}</Table.Td>
      <Table.Td>
        <SubsetBar train={train} val={val} test={test} height={6} />
      </Table.Td>
    </>
  );
}
