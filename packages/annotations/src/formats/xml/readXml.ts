import sax from "sax";
import { FormatError } from "../reading/FormatError.ts";

/** An element with everything in it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, without that of its children, trimmed. */
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
}

interface OpenElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
  line: number;
}

/** No annotation format nests deeper. */
const DEPTH_MAX = 64;
// The whole text is in memory already, and masks of CVAT are attributes of any length.
(sax as unknown as { MAX_BUFFER_LENGTH: number }).MAX_BUFFER_LENGTH = Number.POSITIVE_INFINITY;

/**
 * Reads XML strictly and hands over, one after the other, the outermost elements of the names asked for, so that a file of any
 * length needs the memory of one. Entities that a file defines itself are refused: nested, they grow beyond any memory.
 *
 * @returns the name of the root element.
 * @throws FormatError with the line, when the text is not well-formed.
 */
export function readXml(
  path: string,
  text: string,
  names: ReadonlySet<string>,
  onElement: (element: XmlElement) => void,
): string {
  const parser = sax.parser(true, { position: true, trim: false });
  const open: OpenElement[] = [];
  let depth = 0;
  let root = "";
  let startLine = 1;
  const fail = (what: string, whatToDo = "Repair the file or export it again"): never => {
    throw new FormatError(`${path} line ${parser.line + 1}`, what, whatToDo);
  };
  parser.onerror = (error) => fail(`not well-formed XML: ${error.message.split("\n")[0]?.toLowerCase()}`);
  parser.ondoctype = (doctype) => {
    if (/<!ENTITY|\[/i.test(doctype)) fail("the file defines entities of its own, which is not read", "Write them out");
  };
  parser.onopentagstart = () => {
    startLine = parser.line + 1;
  };
  parser.onopentag = (tag) => {
    depth++;
    if (root === "") root = tag.name;
    if (depth > DEPTH_MAX) fail(`elements are nested more than ${DEPTH_MAX} deep`);
    if (open.length === 0 && !names.has(tag.name)) return;
    open.push({
      name: tag.name,
      attributes: tag.attributes as Record<string, string>,
      children: [],
      text: "",
      line: startLine,
    });
  };
  const addText = (piece: string): void => {
    const current = open.at(-1);
    if (current !== undefined) current.text += piece;
  };
  parser.ontext = addText;
  parser.oncdata = addText;
  parser.onclosetag = () => {
    depth--;
    const closed = open.pop();
    if (closed === undefined) return;
    closed.text = closed.text.trim();
    const parent = open.at(-1);
    if (parent === undefined) onElement(closed);
    else parent.children.push(closed);
  };
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (body.trim() === "") throw new FormatError(path, "the file is empty", "Export it again");
  parser.write(body).close();
  return root;
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** The text of a child, "" where there is none. */
export function textOf(element: XmlElement | undefined, name: string): string {
  return childOf(element, name)?.text ?? "";
}

/** A text as it may stand between tags and in attributes. */
export function escapeXml(text: string): string {
  return (
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      // XML has no way to write control characters.
      .replace(/[\p{Cc}\ufffe\uffff]/gu, (character) => (/[\t\n\r]/.test(character) ? character : "\ufffd"))
  );
}
