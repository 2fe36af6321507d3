/**
 * @param {Awaited<ReturnType<typeof import("./startOurs.mjs").startOurs>>} _ours
 * @param {Awaited<ReturnType<typeof import("./startMlflow.mjs").startMlflow>>} _mlflow
 */
export async function measureRunTable(_ours, _mlflow) {}
