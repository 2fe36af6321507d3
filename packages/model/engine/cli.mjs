// `node packages/model/engine/cli.mjs`: builds the engine or says that it is there. For containers and for trouble.
import { ensureEngine } from "./ensureEngine.mjs";

let lastStep = "";
try {
  const engine = await ensureEngine({
    verify: "load",
    onProgress: ({ step, detail, seconds }) => {
      if (step !== lastStep) console.log(`${seconds.toFixed(1).padStart(6)} s  ${step}: ${detail}`);
      lastStep = step;
    },
  });
  const origin = engine.built ? "built" : "found";
  console.log(
    `TensorFlow ${engine.tensorflowVersion} (${engine.kind}) ${origin} in ${engine.seconds.toFixed(1)} s: ${engine.dir}`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
