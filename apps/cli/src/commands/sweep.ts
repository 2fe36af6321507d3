import type { Command } from "commander";
import { addCommand } from "../input/addCommand.ts";
import { registerSweepCreate } from "./sweepCreate.ts";
import { registerSweepList } from "./sweepList.ts";
import { registerSweepShow } from "./sweepShow.ts";
import { registerSweepUpkeep } from "./sweepUpkeep.ts";

export function registerSweep(program: Command): void {
  const sweep = addCommand(
    program,
    "sweep",
    "train one launch with settings varied: grid, random or ASHA",
  ).enablePositionalOptions();
  registerSweepCreate(sweep);
  registerSweepList(sweep);
  registerSweepShow(sweep);
  registerSweepUpkeep(sweep);
}
