import { StandardOutput } from "@maskyard/store";
import pino, { type Logger, type LoggerOptions } from "pino";
import { describeError } from "./describeError.ts";

/** JSON lines on standard output. Credentials are cut out wherever an object that carries them is logged. */
export function createLogger(level: string): Logger {
  const options: LoggerOptions = {
    name: "api",
    level,
    serializers: { err: describeError },
    redact: {
      paths: [
        "req.headers.authorization",
        "req.headers.cookie",
        "headers.authorization",
        "headers.cookie",
        "*.token",
        "*.password",
      ],
      censor: "[removed]",
    },
  };
  return pino(options, new StandardOutput());
}
