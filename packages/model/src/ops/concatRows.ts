import type { Tensor, TensorFlow } from "../tensorFlow.ts";
import { defineOp } from "./registerOp.ts";

/**
 * Tensors one after another along their first axis. Keeps nothing for the gradient; tf.concat keeps every part.
 *
 * @param parts At least one, equal in all but the first length
 */
export function concatRows<T extends Tensor>(tf: TensorFlow, parts: readonly T[]): T {
  const [first] = parts;
  if (first === undefined) throw new Error("concatRows: expected at least one tensor, got none");
  if (parts.length === 1) return first;
  const inputs = Object.fromEntries(parts.map((part, index) => [`part${index}`, part as Tensor]));
  return op(tf, inputs, { counts: parts.map(({ shape }) => shape[0] as number) }) as T;
}

const op = defineOp<Record<string, Tensor>, { counts: number[] }>({
  name: "MaskyardConcatRows",
  saved: { inputs: [] },
  forward: (tf, parts, { counts }) =>
    tf.concat(
      counts.map((_, index) => parts[`part${index}`] as Tensor),
      0,
    ),
  backward: (tf, outputGradient, _saved, { counts }) => {
    const rest = outputGradient.shape.slice(1);
    let start = 0;
    return Object.fromEntries(
      counts.map((count, index) => {
        const begin = start;
        start += count;
        return [
          `part${index}`,
          () => tf.slice(outputGradient, [begin, ...rest.map(() => 0)], [count, ...rest]) as Tensor,
        ];
      }),
    );
  },
});
