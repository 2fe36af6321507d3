import { newId } from "@maskyard/store";
import type { SavedView } from "@maskyard/store/prisma";
import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { addWithinBound } from "../access/addWithinBound.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";
import { withoutControls } from "../errors/withoutControls.ts";

/** More than this nobody looks through; it keeps what one person can store within bounds. */
const VIEWS_MOST = 200;

const inputSchema = z.object({
  page: z.string(),
  name: withoutControls(
    z.string().trim().min(1, "A view needs a name.").max(100, "A name has at most 100 characters."),
  ),
  query: z.string().max(16_000, "The address is too long to be saved."),
});

/** Keeps a view under its name; one of that name is replaced. */
export async function saveView(
  { prisma }: Pick<Services, "prisma">,
  { userId }: Actor,
  input: { readonly page: string; readonly name: string; readonly query: string },
): Promise<SavedView> {
  const { page, name, query } = parseInput(inputSchema, input);
  return addWithinBound(prisma, { userId }, async (transaction) => {
    const others = await transaction.savedView.count({ where: { userId, NOT: { page, name } } });
    if (others >= VIEWS_MOST) {
      throw new InvalidInputError(
        `You have ${VIEWS_MOST} saved views, which is the maximum. Delete one you no longer need.`,
        "name",
      );
    }
    return transaction.savedView.upsert({
      where: { userId_page_name: { userId, page, name } },
      create: { id: newId(), userId, page, name, query },
      update: { query },
    });
  });
}
