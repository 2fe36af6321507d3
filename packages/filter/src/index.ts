export { completeFilter, type FilterCompletion } from "./completeFilter.ts";
export * from "./expression.ts";
export { FilterError, pointAt } from "./FilterError.ts";
export { isPlainText } from "./isPlainText.ts";
export { lessIsBetter } from "./lessIsBetter.ts";
export { parseFilter } from "./parseFilter.ts";
export { printColumn, printFilter, printValue } from "./printFilter.ts";
