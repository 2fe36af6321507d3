import type { FormatName } from "@maskyard/annotations";
import { FORMAT_NAMES } from "@maskyard/annotations/formats";
import { type Command, Option } from "commander";
import type { Reading, ReadingExample } from "../convert/compareReadings.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { addReaderFlags, type ReaderFlags } from "../input/readerFlags.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { type Cell, printTable } from "../output/printTable.ts";

interface ReadingsOptions extends CommonOptions, ReaderFlags {
  readonly from?: FormatName;
}

export function registerReadings(program: Command): void {
  addReaderFlags(
    addCommand(
      program,
      "readings <source>",
      "how else a dataset's annotations can be read, with what each comes to (no server)",
    ),
  )
    .addOption(new Option("--from <format>", "what the source is; found out when absent").choices(FORMAT_NAMES))
    .action(showReadings);
}

async function showReadings(source: string, { from, json, ...flags }: ReadingsOptions): Promise<void> {
  const { compareReadings } = await import("../convert/compareReadings.ts");
  const { format, detected, others } = await compareReadings(source, from, flags);
  if (json) {
    return printJson({
      format,
      detected: detected.counts,
      readings: others.map(({ counts, ...reading }) => ({ ...reading, ...counts })),
    });
  }
  if (others.length === 0) return printLine(`${source} is read as ${format}; no other reading comes to anything else.`);
  printLine(`${source} is read as ${format}. What can be read differently:`);
  printTable(
    ["FLAGS", "ANNOTATIONS", "GUESSED", "CLIPPED", "DROPPED", "DIFFERENT", "FOR EXAMPLE"],
    [detected, ...others].map(rowOf),
  );
}

function rowOf({ flags, counts, different, examples: [example] }: Reading): Cell[] {
  const { read, merged, dropped, guessed, clipped } = counts;
  return [
    flags === "" ? "(as detected)" : flags,
    ...[read - merged - dropped, guessed, clipped, dropped, different],
    example === undefined ? "" : inWords(example),
  ];
}

function inWords({ image, category, box, detected }: ReadingExample): string {
  const place = (one: readonly number[] | null) =>
    one === null ? "none" : `[${one.map((side) => Math.round(side * 100) / 100).join(", ")}]`;
  const [is, was] = [place(box), place(detected)];
  return `${category} on ${image}: ${is === was ? is : `${is}, detected ${was}`}`;
}
