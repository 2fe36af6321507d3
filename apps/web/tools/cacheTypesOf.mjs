import { getNamedType, isInterfaceType, isNonNullType, isObjectType, isUnionType } from "graphql";

/**
 * What the dashboard's normalised cache knows of the schema's types.
 *
 * @param {import("graphql").GraphQLSchema} schema
 * @returns {{ possibleTypes: Record<string, string[]>, valueTypes: string[], entityFields: Record<string, string> }} `valueTypes` have no id: they are stored
 *   within the object that holds them. `entityFields` are fields of Query that give the object whose id is their only argument.
 */
export function cacheTypesOf(schema) {
  const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith("__"));
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const hasId = (/** @type {import("graphql").GraphQLObjectType} */ type) => "id" in type.getFields();
  const objects = types.filter(isObjectType).filter((type) => !roots.includes(type));
  const abstract = types.filter((type) => isInterfaceType(type) || isUnionType(type));
  return {
    possibleTypes: Object.fromEntries(
      abstract.map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
    ),
    valueTypes: objects.filter((type) => !hasId(type)).map(({ name }) => name),
    entityFields: Object.fromEntries(
      Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) => {
        const type = isNonNullType(field.type) ? field.type.ofType : field.type;
        const [argument, ...others] = field.args;
        const isById = argument?.name === "id" && getNamedType(argument.type).name === "ID" && others.length === 0;
        return isById && isObjectType(type) && hasId(type) ? [[field.name, type.name]] : [];
      }),
    ),
  };
}
