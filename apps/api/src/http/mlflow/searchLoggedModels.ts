import { z } from "zod";
import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { type Call, wholeSchema } from "./endpoint.ts";
import { requireExperiment } from "./experimentEndpoints.ts";
import { mlflowId } from "./ids.ts";
import { metricsOf, type PresentedModel, presentedModel, presentLoggedModel } from "./presentLoggedModel.ts";
import { loggedModelId } from "./presentRun.ts";
import { parseFilter } from "./searchFilter.ts";
import { nextPageToken, ORDERS_MAX, offsetOf, pageSchema } from "./searchPage.ts";
import { ordered, ownText, selects, type ValueOf } from "./searchRows.ts";

const schema = pageSchema.omit({ order_by: true }).extend({
  experiment_ids: z
    .array(z.string(), "Give the experiment_ids to search.")
    .min(1, "Give the experiment_ids to search.")
    .max(1_000),
  datasets: z
    .array(z.unknown())
    .max(0, "Models are not searched by the data that their metrics were measured on.")
    .default([]),
  max_results: wholeSchema(z.number("max_results is a whole number.").int().min(1).max(50_000)).default(100),
  order_by: z
    .array(z.object({ field_name: z.string(), ascending: z.boolean().default(true) }))
    .max(ORDERS_MAX, `order_by names at most ${ORDERS_MAX} columns.`)
    .default([]),
});

/** The models of experiments that MLflow's filter selects, in its order; without one the newest come first. */
export async function searchLoggedModels({ services, actor, input }: Call): Promise<object> {
  const query = parseInput(schema, input);
  const experiments = await Promise.all(
    query.experiment_ids.map((id) => requireExperiment(services, actor, id, "VIEWER")),
  );
  const models = await services.prisma.loggedModel.findMany({
    where: { run: { experimentId: { in: experiments.map(({ id }) => id) } }, ...namesOf(query.filter) },
    include: presentedModel,
    orderBy: { id: "desc" },
  });
  const orders = query.order_by.map(({ field_name, ascending }) => `${field_name} ${ascending ? "ASC" : "DESC"}`);
  const found = ordered(models.filter(selects(query.filter, searchedValue)), orders, searchedValue);
  const offset = offsetOf(query.page_token);
  const page = found.slice(offset, offset + query.max_results);
  return {
    models: page.map(presentLoggedModel),
    ...nextPageToken(offset + page.length, offset + page.length < found.length),
  };
}

/** The client asks for a name whenever it reads a run's artifacts: these need not all be read for it. */
function namesOf(filter: string): { name?: string } {
  const wanted = parseFilter(filter).find(
    ({ kind, key, comparator }) => kind === "attribute" && key === "name" && comparator === "=",
  );
  return typeof wanted?.value === "string" ? { name: wanted.value } : {};
}

const searchedValue: ValueOf<PresentedModel> = (model, { kind, key }) => {
  switch (kind) {
    case "tag":
      return ownText(model.attributes, key);
    case "param":
      return ownText(model.parameters, key);
    case "metric": {
      const metric = metricsOf(model).find((one) => one.key === key);
      return metric === undefined ? undefined : Number(metric.value);
    }
    case "attribute":
      return attributeOf(model, key);
  }
};

function attributeOf(model: PresentedModel, key: string): string | number {
  switch (key) {
    case "name":
      return model.name;
    case "model_id":
      return loggedModelId(model.id);
    case "model_type":
      return model.modelType;
    case "status":
      return model.status;
    case "source_run_id":
      return mlflowId(model.runId);
    case "creation_time":
    case "creation_timestamp":
      return model.createdAt.getTime();
    case "last_updated_timestamp":
      return model.updatedAt.getTime();
    default:
      throw new InvalidInputError(
        `Models are searched by name, model_id, model_type, status, source_run_id, creation_timestamp, last_updated_timestamp, tags, params and metrics, not by ${key}.`,
        "filter",
      );
  }
}
