/** An annotation as the editor sees it: fields that are compared as JSON values and never looked into. */
export type AnyContent = Readonly<Record<string, unknown>>;

/** One annotation before and after; null: it is not there. Only the fields that differ are changed. */
export interface Change<Content extends object> {
  readonly id: string;
  readonly from: Content | null;
  readonly to: Content | null;
}

/** Which way an edit goes through the history: made by the person, or a step of it taken back or made again. */
export type EditWay = "make" | "undo" | "redo";

/** Changes of one or several annotations that are stored together or not at all. */
export interface Edit<Content extends object> {
  /** Made by the client and never used twice: under it the server knows an edit that comes again. */
  readonly key: string;
  /** Raised when the edit is sent anew on another state of the server; the server sees `key.tries`. */
  readonly tries: number;
  /** Number of the step of the history that it makes, undoes or redoes. */
  readonly step: number;
  readonly way: EditWay;
  /** For a person, as "change of shape". */
  readonly label: string;
  /** It brings back what an annotation was, and is stored as such where the server has that revision. */
  readonly isRestoration: boolean;
  /** Each annotation once. */
  readonly changes: readonly Change<Content>[];
}

export interface Step<Content extends object> {
  readonly number: number;
  readonly label: string;
  readonly changes: readonly Change<Content>[];
}

export interface KnownRevision<Content extends object> {
  readonly revision: number;
  readonly content: Content;
}

/** What the server said last of an annotation. */
export interface Stored<Content extends object> {
  readonly revision: number;
  readonly isDeleted: boolean;
  /** Of a deleted one: what it was. */
  readonly content: Content;
  /** Revisions that were seen before, oldest first. */
  readonly earlier: readonly KnownRevision<Content>[];
  /** The state's `time` when an answer told it: what was asked for before that is older. */
  readonly toldAt: number;
}

/** A field's new value, and the revision that has it already, where one is known. */
export interface FieldEdit {
  readonly value: unknown;
  readonly revision: number | null;
}

/** What the server is asked for one annotation. The revision is the one known when the request was made. */
export type Operation<Content extends object> =
  | { readonly kind: "create"; readonly id: string; readonly content: Content }
  | { readonly kind: "delete"; readonly id: string; readonly expectedRevision: number }
  | { readonly kind: "restore"; readonly id: string; readonly expectedRevision: number; readonly revision: number }
  | {
      readonly kind: "update";
      readonly id: string;
      readonly expectedRevision: number;
      readonly fields: Readonly<Record<string, FieldEdit>>;
    };

/** The oldest pending edit as it is sent; sent again it is the same to the letter. */
export interface EditRequest<Content extends object> {
  readonly key: string;
  readonly operations: readonly Operation<Content>[];
}

/** An edit that is not stored and will not be by itself. It is kept until the person makes it again or lets it go. */
export interface Refusal<Content extends object> {
  readonly edit: Edit<Content>;
  /** The server's code, or `CONFLICT` and `STOOD_ON_REFUSED` of the machine's own. */
  readonly code: string;
  readonly message: string;
}

export interface Contradiction {
  readonly editKey: string;
  readonly code: string;
  readonly message: string;
}

/** Everything an image's editor knows. Plain values: as JSON it can be kept and read again. */
export interface EditingState<Content extends object> {
  /** Counts what the server told: answers and looks. */
  readonly time: number;
  /** When a look was taken over last: one that was asked for before may be older. */
  readonly lookedAt: number;
  readonly stored: Readonly<Record<string, Stored<Content>>>;
  /** Edits on their way to the server, oldest first, laid over `stored` on screen. Only the first is ever sent. */
  readonly pending: readonly Edit<Content>[];
  /** What the first of `pending` was sent as. */
  readonly request: EditRequest<Content> | null;
  /** No answer to `request` will come: it is to be sent again. */
  readonly isLost: boolean;
  /** The server contradicted: nothing is sent until an answer to a look asked at this `time` or later has come. */
  readonly lookFrom: number | null;
  /** Which edit was contradicted, and how; a look that shows nothing new makes it refused. */
  readonly contradiction: Contradiction | null;
  /** Under the hand: shown, but no edit yet. */
  readonly held: readonly Change<Content>[];
  readonly refused: readonly Refusal<Content>[];
  /** Steps that can be undone, oldest first. */
  readonly done: readonly Step<Content>[];
  /** Steps that can be redone, the next one last. */
  readonly undone: readonly Step<Content>[];
  readonly nextStep: number;
}

export function emptyState<Content extends object>(): EditingState<Content> {
  return {
    time: 0,
    lookedAt: 0,
    stored: {},
    pending: [],
    request: null,
    isLost: false,
    lookFrom: null,
    contradiction: null,
    held: [],
    refused: [],
    done: [],
    undone: [],
    nextStep: 1,
  };
}
