import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { registerWeightsFiles } from "./weightsFiles.ts";

export function registerWeights(program: Command): void {
  const weights = program.command("weights").description("weights files: safetensors, and torch's .pth");
  addCommand(weights, "inspect <file>", "list a file's tensors (no server)").action(inspect);
  addCommand(
    weights,
    "convert <in> <out>",
    "write a file's tensors as safetensors under torchvision's names, without an optimizer's (no server)",
  ).action(convert);
  registerWeightsFiles(weights);
}

async function inspect(file: string, options: CommonOptions): Promise<void> {
  const described = describe(await read(file));
  if (options.json) return printJson(described);
  printLine(
    `${described.format}, ${described.architecture ?? "architecture unknown"}, ${described.tensors.length} tensors`,
  );
  printTable(
    ["TENSOR", "SHAPE", "TYPE"],
    described.tensors.map(({ name, shape, dtype }) => [name, shape.join(" x "), dtype]),
  );
}

async function convert(source: string, destination: string, options: CommonOptions): Promise<void> {
  const { saveSafetensors } = await import("@maskyard/model");
  const weights = await read(source);
  const { architecture, tensors } = describe(weights);
  const metadata = { ...weights.metadata, ...(architecture ? { architecture } : {}) };
  await writeWhole(destination, saveSafetensors(weights.arrays, metadata));
  const written = {
    format: "safetensors",
    architecture,
    tensors: tensors.map((one) => ({ ...one, dtype: one.dtype === "I64" ? "I64" : "F32" })),
  };
  if (options.json) return printJson(written);
  printLine(`${destination}: ${tensors.length} tensors, ${architecture ?? "architecture unknown"}`);
}

async function read(file: string) {
  const { readWeightsFile } = await import("../weights/readWeightsFile.ts");
  const { describeWeights } = await import("@maskyard/model");
  const weights = await readWeightsFile(file);
  return {
    ...weights,
    architecture: weights.metadata.architecture ?? describeWeights(weights.arrays)?.architecture ?? null,
  };
}

function describe({ format, architecture, arrays }: Awaited<ReturnType<typeof read>>) {
  const tensors = [...arrays].map(([name, { shape, storedAs }]) => ({ name, shape, dtype: storedAs ?? "F32" }));
  return { format, architecture, tensors };
}

/** The destination has the whole file or is as it was. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
