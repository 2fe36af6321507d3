import { FilterError } from "@maskyard/filter";
import { InvalidInputError } from "../errors/expectedErrors.ts";

/** What is read of a text in the language of filters. What is wrong with it is told at the field that it came in. */
export async function atField<Read>(field: string, reading: Promise<Read>): Promise<Read> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof FilterError) throw new InvalidInputError(error.message, field, { span: error.span });
    throw error;
  }
}
