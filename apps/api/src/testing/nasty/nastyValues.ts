/** A value that somebody might send where another is expected, as JSON's text: some of them no JavaScript value can be. */
export interface NastyValue {
  readonly name: string;
  readonly json: string;
}

const text = (name: string, value: string): NastyValue => ({ name, json: JSON.stringify(value) });
const raw = (name: string, json: string): NastyValue => ({ name, json });

/** Texts that compress badly: an index refuses them where it takes a million times the same letter. */
function noise(length: number): string {
  let state = 1;
  let out = "";
  while (out.length < length) {
    state = (state * 48_271) % 2_147_483_647;
    out += state.toString(36);
  }
  return out.slice(0, length);
}

const globalId = (id: string) => Buffer.from(id).toString("base64url");

export const nastyValues: readonly NastyValue[] = [
  text("NUL", "a\u0000b"),
  raw("a lone high surrogate", String.raw`"a\ud83d"`),
  raw("a lone low surrogate", String.raw`"\ude00z"`),
  text("control characters", "a\u0001\u001b[31m\r\n\t\u0085b"),
  text("emoji", "👩‍🚀🏳️‍🌈"),
  text("right to left", "\u202Eשלום\u202C"),
  text("__proto__", "__proto__"),
  text("constructor", "constructor"),
  text("toString", "toString"),
  text("NaN as text", "NaN"),
  text("Infinity as text", "-Infinity"),
  text("1e999 as text", "1e999"),
  text("2^63 as text", "9223372036854775808"),
  text("SQL", "'; DROP TABLE run; --"),
  text("wildcards of LIKE", "%_\\"),
  text("wildcards of JSON's paths", '$.**{0 to last} ? (@ like_regex "(")'),
  text("a path", "../../../etc/passwd"),
  text("percent signs", "%00%2e%2e%zz"),
  text("an empty text", ""),
  text("blanks", " \u00a0\u2003 "),
  text("5,000 characters that do not compress", noise(5_000)),
  text("900,000 characters", "x".repeat(900_000)),
  text("a time after all times", "275760-09-13T00:00:00Z"),
  text("the year 0", "0000-01-01T00:00:00Z"),
  text("the 31st of February", "2026-02-31T00:00:00Z"),
  text("a time of SQL's", "infinity"),
  text("an id of nothing", globalId("Run:01a22742-ffff-7fff-8fff-ffffffffffff")),
  text("an id of another type", globalId("Prediction:01a22742-ffff-7fff-8fff-ffffffffffff")),
  text("an id of no type", globalId("Nope:01a22742-ffff-7fff-8fff-ffffffffffff")),
  text("a cursor of numbers", globalId("1e999,01a22742-ffff-7fff-8fff-ffffffffffff")),
  text("a page token", globalId("1e300")),
  raw("1e999", "1e999"),
  raw("-1e999", "-1e999"),
  raw("1e-999", "1e-999"),
  raw("1e308", "1e308"),
  raw("-0", "-0"),
  raw("0", "0"),
  raw("-1", "-1"),
  raw("1.5", "1.5"),
  raw("2^31", "2147483648"),
  raw("2^31 - 1", "2147483647"),
  raw("-2^31", "-2147483648"),
  raw("2^53 + 1", "9007199254740993"),
  raw("2^63", "9223372036854775808"),
  raw("null", "null"),
  raw("true", "true"),
  raw("an empty list", "[]"),
  raw("an empty object", "{}"),
  raw("a list of null", "[null]"),
  raw("lists 5,000 deep", "[".repeat(5_000) + "]".repeat(5_000)),
  raw("objects 5,000 deep", `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`),
  raw("50,000 zeros", `[${"0,".repeat(49_999)}0]`),
  raw("20,000 texts", `[${'"a",'.repeat(19_999)}"a"]`),
  raw("an object that is no text", '{"toString":1,"valueOf":2,"toJSON":3}'),
  raw("a prototype", '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
];
