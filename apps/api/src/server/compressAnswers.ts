import { constants } from "node:zlib";
import compress from "@fastify/compress";
import type { FastifyInstance } from "fastify";

/** Texts; pictures, archives and weights are compressed as they are. */
const COMPRESSIBLE =
  /^(?:text\/(?!event-stream)|image\/svg\+xml|application\/(?:[\w.-]+\+)?(?:json|javascript|x-ndjson)\b)/;

/**
 * For a route whose answers are not compressed. Spread, because the plugin declares its option without the parameters of fastify's own type, which the
 * compiler joins or not, as its threads share out the files.
 */
export const SENT_AS_IS = { compress: false } as const;

/**
 * Sends texts of 1 KiB and more compressed to whoever takes that, those of the dashboard behind the proxy too: curves to a third, scripts to a quarter.
 * Routes are told before they are made, so this stands before them.
 *
 * An answer's length tells an onlooker something of its secrets where another site can put its own words into the same answer. Here it cannot: pages
 * hold no data, the graph answers no other site's page, and signing in is left out.
 */
export async function compressAnswers(fastify: FastifyInstance): Promise<void> {
  await fastify.register(compress, {
    globalDecompression: false,
    encodings: ["br", "gzip"],
    customTypes: (contentType) => COMPRESSIBLE.test(contentType),
    // Above this a further tenth of the bytes costs twice the time.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } },
  });
}
