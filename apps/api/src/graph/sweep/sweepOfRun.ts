import type { SweepStop } from "@maskyard/store";
import { metricValuesOf } from "../../domain/run/metricValuesOf.ts";
import { builder } from "../builder/builder.ts";

const SweepStopType = builder.objectRef<SweepStop>("SweepStop").implement({
  description: "Why its sweep ended a run before its own end: its value at a rung was not among the best there.",
  fields: (t) => ({
    rung: t.int({ description: "From 1.", resolve: ({ rung }) => rung + 1 }),
    rungs: t.exposeInt("rungs"),
    step: t.exposeInt("step"),
    metric: t.exposeString("metric"),
    value: t.exposeFloat("value", { nullable: true }),
    needed: t.exposeFloat("needed", { description: "What the value had to reach." }),
  }),
});

builder.prismaObjectFields("Run", (t) => ({
  sweep: t.relation("sweep", { nullable: true }),
  sweepPoint: t.int({
    nullable: true,
    description: "Which point of its sweep it trains, from 1; the runs of one point differ in their seed.",
    resolve: (run) => (run.sweepPoint === null ? null : run.sweepPoint + 1),
  }),
  sweepValue: t.float({
    nullable: true,
    description: "The best value of its sweep's metric so far.",
    select: { id: true, sweep: { select: { metric: true, goal: true } } },
    resolve: async (run, _args, context) => {
      if (run.sweep === null) {
        return null;
      }
      const figure = run.sweep.goal === "MAXIMIZE" ? "max" : "min";
      return (await metricValuesOf(context, run.id, [run.sweep.metric], figure))[0] ?? null;
    },
  }),
  sweepStop: t.field({
    type: SweepStopType,
    nullable: true,
    description: "Why its sweep ended it early; null where it did not.",
    select: { sweepRungs: { where: { stops: true }, include: { sweep: { select: { rungs: true, metric: true } } } } },
    resolve: (run): SweepStop | null => {
      const [rung] = run.sweepRungs;
      if (rung === undefined || rung.needed === null) {
        return null;
      }
      const { sweep, step, value, needed } = rung;
      return { rung: rung.rung, rungs: sweep.rungs.length, step, metric: sweep.metric, value, needed };
    },
  }),
}));
