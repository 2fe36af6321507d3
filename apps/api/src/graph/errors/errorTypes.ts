import {
  ConflictError,
  type ExpectedError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from "../../domain/errors/expectedErrors.ts";
import { builder } from "../builder/builder.ts";

const ErrorInterface = builder.interfaceRef<ExpectedError>("Error").implement({
  description: "Something expected that kept a mutation from happening. Nothing was changed.",
  fields: (t) => ({
    message: t.exposeString("message", { description: "A sentence for the person." }),
    code: t.exposeString("code", { description: "For programs: INVALID_INPUT, NOT_FOUND, FORBIDDEN or CONFLICT." }),
  }),
});

const InputProblem = builder.objectRef<InvalidInputError["problems"][number]>("InputProblem").implement({
  fields: (t) => ({
    message: t.exposeString("message"),
    field: t.exposeString("field", { nullable: true, description: "A path into the input." }),
  }),
});

builder.objectType(InvalidInputError, {
  name: "InvalidInputError",
  description: "Bad input: what, where and what to do.",
  interfaces: [ErrorInterface],
  fields: (t) => ({
    field: t.string({
      nullable: true,
      description: "A path into the input, for example `geometry.parts.0.outer`.",
      resolve: (error) => error.field,
    }),
    problems: t.field({
      type: [InputProblem],
      description: "Everything that is wrong: `message` and `field` are those of the first.",
      resolve: (error) => [...error.problems],
    }),
  }),
});

builder.objectType(NotFoundError, {
  name: "NotFoundError",
  description: "Nothing by this id that the viewer may see.",
  interfaces: [ErrorInterface],
});

builder.objectType(ForbiddenError, {
  name: "ForbiddenError",
  description: "The viewer's role in the project does not allow this.",
  interfaces: [ErrorInterface],
});

builder.objectType(ConflictError, {
  name: "ConflictError",
  description: "What is stored now stands against the change: read it again first.",
  interfaces: [ErrorInterface],
});
