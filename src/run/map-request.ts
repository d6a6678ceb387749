/**
 * From a row to a request: cells put into the prompt, files of the row attached. What is the same for all rows (model, template,
 * fragments, schema, fixed files) is read once. What is wrong with a row is a SetupError with its place. Sends nothing.
 */
import type { Model } from "../models/model.ts";
import { sha256 } from "../record/hash.ts";
import type { JsonObject } from "../record/json.ts";
import type { FilePart } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import { parseSchema } from "../record/short-schema.ts";
import { columnHint, type Row, type RowSource, type RowValue, rowPlace } from "../store/row-source.ts";
import { type Template, templateParameters } from "../store/templates.ts";
import type { MapJob } from "./map-job.ts";
import { type AttachmentInput, type PrepareContext, type PromptInput, prepare } from "./prepare.ts";
import type { FileInHand, Shrunk } from "./shrink-files.ts";

/** Whether rows are only looked at, for the forecast, or sent. */
export type RowPurpose = "look" | "send";

/** A file of a row. */
export interface RowFile {
  /** As it stands in the request. */
  part: FilePart;
  /** Its bytes. They are not held in memory where they can be read again. */
  read: () => Promise<Uint8Array>;
  /** What it was before it was made smaller. Absent: it is sent as it is. */
  original?: { part: FilePart; read: () => Promise<Uint8Array>; size: { width: number; height: number } };
}

/** A row as it would be asked. */
export interface RowRequest {
  /** What is asked. */
  request: Request;
  /** Files of this row, those that are the same for all rows not among them. */
  files: RowFile[];
  /** Bytes of the files that are sent, for holding back when too many are under way. */
  bytes: number;
}

/** Makes requests of rows. */
export interface RowRequests {
  /** Who answers. */
  model: Model;
  /** Code block that is taken from each answer. Absent: the whole answer. */
  extract?: "first" | "last";
  /** Files that are sent with every row. */
  fixed: readonly RowFile[];
  /** The request of a row. Throws SetupError with the row's place. */
  of: (row: Row, purpose: RowPurpose) => Promise<RowRequest>;
}

/** A file to send by path or address: its bytes and what is known of it. Throws SetupError. */
export type ReadFile = (source: string) => Promise<Omit<FilePart, "type"> & { bytes: Uint8Array }>;

/** Where the pieces come from; wired by the library. */
export interface MapRequestContext extends Omit<PrepareContext, "attach" | "conversation"> {
  /** Reads a file to send, and stores nothing. */
  readFile: ReadFile;
  /** The media type of bytes. */
  mediaTypeOf: (bytes: Uint8Array) => Promise<string>;
  /** Makes an image smaller; `undefined` if it is none, or small already. Throws SetupError if it cannot be. */
  shrink: (file: FileInHand, side: number, purpose: RowPurpose) => Promise<Shrunk | undefined>;
}

const COLUMN = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** Names in `{{…}}` in a text. */
function columnsIn(text: string): string[] {
  return [...text.matchAll(COLUMN)].map((match) => match[1] ?? "");
}

type Params = { [name: string]: string };

/** A cell as text: nothing as an empty text, what is no text as JSON. @throws SetupError for bytes. */
function cellText(value: RowValue, name: string, place: string): string {
  if (value === null) return "";
  if (value instanceof Uint8Array)
    throw new SetupError(`${place} holds a file in \`${name}\`, which is no text: send it with -a ${name}.`);
  return typeof value === "string" ? value : JSON.stringify(value);
}

function missing(name: string, what: string, row: Row, source: RowSource): SetupError {
  return new SetupError(
    `${rowPlace(source, row)} has no column \`${name}\`, which ${what} uses.${columnHint(name, row.values)}`,
  );
}

/** The text with cells, or values of -p, in place of `{{names}}`. What stands in a cell is not looked at again. */
function filled(text: string, what: string, row: Row, source: RowSource, params: Params): string {
  return text.replace(COLUMN, (_whole, name: string) => {
    if (Object.hasOwn(params, name)) return params[name] ?? "";
    const value = Object.hasOwn(row.values, name) ? row.values[name] : undefined;
    if (value === undefined) throw missing(name, what, row, source);
    return cellText(value, name, rowPlace(source, row));
  });
}

/** Values for a template: those of -p, then the cells of that name. Others of -p must stand in the prompt. */
function templateValues(template: Template, row: Row, source: RowSource, params: Params): Params {
  const values: Params = {};
  for (const name of templateParameters(template)) {
    const cell = Object.hasOwn(row.values, name) ? row.values[name] : undefined;
    if (Object.hasOwn(params, name)) values[name] = params[name] ?? "";
    else if (cell !== undefined) values[name] = cellText(cell, name, rowPlace(source, row));
    else if (!Object.hasOwn(template.defaults ?? {}, name)) throw missing(name, "the template", row, source);
  }
  return values;
}

function isAddress(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** From the folder of the rows. Addresses and absolute paths stay. */
function within(folder: string, path: string): string {
  return isAddress(path) || /^([\\/]|[A-Za-z]:[\\/])/.test(path) ? path : `${folder}/${path}`;
}

/** What of the attachments is the same for all rows, and what each row names. */
interface Attached {
  fixed: string[];
  /** A column by its name, or a text with `{{columns}}`. */
  ofRow: ({ column: string } | { text: string })[];
}

function attachedBy(job: MapJob, source: RowSource, first: Row): Attached {
  const attached: Attached = { fixed: [], ofRow: [] };
  if (source.fileColumn !== undefined) attached.ofRow.push({ column: source.fileColumn });
  for (const each of job.attachments ?? []) {
    if (each === source.fileColumn) continue;
    if (Object.hasOwn(first.values, each)) attached.ofRow.push({ column: each });
    else if (columnsIn(each).length > 0) attached.ofRow.push({ text: each });
    else {
      const isPath = /[\\/.]/.test(each);
      if (!isPath)
        throw new SetupError(
          `-a is \`${each}\`, but ${source.name} has no column of that name.${columnHint(each, first.values)} A file is named with its ending.`,
        );
      attached.fixed.push(each);
    }
  }
  return attached;
}

/** The files that a row names, in order. An empty cell names none. */
function sourcesOf(attached: Attached, row: Row, source: RowSource, params: Params): (string | Uint8Array)[] {
  const place = rowPlace(source, row);
  return attached.ofRow.flatMap((each): (string | Uint8Array)[] => {
    const value = "text" in each ? filled(each.text, "-a", row, source, params) : row.values[each.column];
    const name = "text" in each ? each.text : each.column;
    if (value === undefined) throw missing(name, "-a", row, source);
    if (value === null || value === "") return [];
    if (value instanceof Uint8Array) return [value];
    if (typeof value === "string") return [within(source.folder, value)];
    throw new SetupError(`${place} holds ${JSON.stringify(value)} in \`${name}\`, but -a wants a path or an address.`);
  });
}

/** Puts the row's place before what is wrong with it. */
function placed(error: unknown, row: Row, source: RowSource): unknown {
  if (!(error instanceof SetupError)) return error;
  const place = rowPlace(source, row);
  return error.message.startsWith(place) ? error : new SetupError(`${place}: ${error.message}`, { cause: error });
}

function checkDiffers(job: MapJob, attached: Attached, template: Template | undefined): void {
  const ofTemplate = template ? templateParameters(template) : [];
  const used = [...columnsIn(`${job.prompt ?? ""}${job.system ?? ""}`), ...ofTemplate].filter(
    (name) => !Object.hasOwn(job.params ?? {}, name),
  );
  if (used.length > 0 || attached.ofRow.length > 0) return;
  throw new SetupError(
    "Nothing of the rows is in the prompt, so all would be asked the same: write a column as {{name}}, or send one with -a.",
  );
}

function checkParams(job: MapJob, template: Template | undefined): void {
  const texts = [job.prompt ?? "", job.system ?? "", ...(job.attachments ?? [])];
  const known = [...texts.flatMap(columnsIn), ...(template ? templateParameters(template) : [])];
  for (const name of Object.keys(job.params ?? {}))
    if (!known.includes(name))
      throw new SetupError(`-p gives a value for \`${name}\`, but neither prompt nor template has {{${name}}}.`);
}

/** The same answer for the same name, asked once. */
function once<T>(ask: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (name) => {
    const found = known.get(name) ?? ask(name);
    known.set(name, found);
    return found;
  };
}

// Each in a function of its own: a closure holds all that its neighbours hold.
const inMemory = (bytes: Uint8Array) => async (): Promise<Uint8Array> => bytes;
const atPath = (context: MapRequestContext, path: string) => async (): Promise<Uint8Array> =>
  (await context.readFile(path)).bytes;

/** A file with its bytes of this moment. */
interface ReadNow {
  part: FilePart;
  bytes: Uint8Array;
  read: () => Promise<Uint8Array>;
}

async function readNow(context: MapRequestContext, source: string | Uint8Array, purpose: RowPurpose): Promise<ReadNow> {
  if (typeof source === "string") {
    const { bytes, ...file } = await context.readFile(source);
    const keeps = purpose === "look" || file.path === undefined;
    const read = keeps ? inMemory(bytes) : atPath(context, file.path ?? source);
    return { part: { type: "file", ...file }, bytes, read };
  }
  const mediaType = await context.mediaTypeOf(source);
  const part: FilePart = { type: "file", mediaType, sha256: sha256(source), size: source.byteLength };
  return { part, bytes: source, read: inMemory(source) };
}

/** A file of a row, made smaller if that is wanted. */
async function rowFile(
  context: MapRequestContext,
  source: string | Uint8Array,
  resize: number | undefined,
  purpose: RowPurpose,
): Promise<RowFile> {
  const { part, bytes, read } = await readNow(context, source, purpose);
  const shrunk = resize === undefined ? undefined : await context.shrink({ part, bytes, read }, resize, purpose);
  if (!shrunk) return { part, read };
  return { part: shrunk.part, read: shrunk.read, original: { part, read, size: shrunk.size } };
}

/** The pieces of `prepare` that are the same for all rows, each read once. */
function readOnce(
  context: MapRequestContext,
  model: Model,
  parts: (input: AttachmentInput) => FilePart,
): PrepareContext {
  return {
    resolve: async () => model,
    attach: async (input) => parts(input),
    fragment: once(context.fragment),
    template: once(context.template),
    conversation: () => Promise.reject(new SetupError("A map continues no conversation.")),
    check: context.check,
  };
}

/**
 * A maker of requests for a job.
 * @param first the first row, whose columns tell what `-a` means.
 * @throws SetupError for an unknown model, template, fragment or schema, a fixed file that is missing, or a prompt without columns.
 */
export async function rowRequests(
  context: MapRequestContext,
  job: MapJob,
  source: RowSource,
  first: Row,
): Promise<RowRequests> {
  const template = job.template === undefined ? undefined : await context.template(job.template);
  const model = await context.resolve(job.model ?? template?.model);
  const attached = attachedBy(job, source, first);
  checkDiffers(job, attached, template);
  checkParams(job, template);
  const params = job.params ?? {};
  const fixed = new Map<AttachmentInput, RowFile>();
  for (const each of attached.fixed) fixed.set(each, await rowFile(context, each, job.resize, "look"));
  const schema: JsonObject | undefined = typeof job.schema === "string" ? parseSchema(job.schema) : job.schema;
  const own = new Map<AttachmentInput, FilePart>();
  const pieces = readOnce(context, model, (input) => own.get(input) ?? (fixed.get(input)?.part as FilePart));
  const of = async (row: Row, purpose: RowPurpose): Promise<RowRequest> => {
    const prompt = job.prompt === undefined ? undefined : filled(job.prompt, "the prompt", row, source, params);
    const system = job.system === undefined ? undefined : filled(job.system, "the system prompt", row, source, params);
    const files: RowFile[] = [];
    const inputs: AttachmentInput[] = [...attached.fixed];
    try {
      for (const each of sourcesOf(attached, row, source, params)) {
        const file = await rowFile(context, each, job.resize, purpose);
        const input = { bytes: new Uint8Array() };
        files.push(file);
        inputs.push(input);
        own.set(input, file.part);
      }
      const input: PromptInput = {
        attachments: inputs,
        ...(prompt === undefined ? {} : { prompt }),
        ...(system === undefined ? {} : { system }),
        ...(template ? { template: job.template, params: templateValues(template, row, source, params) } : {}),
        ...(job.fragments ? { fragments: [...job.fragments] } : {}),
        ...(job.options ? { options: job.options } : {}),
        ...(schema ? { schema } : {}),
      };
      const { request } = await prepare(pieces, input);
      return { request, files, bytes: files.reduce((sum, { part }) => sum + part.size, 0) };
    } catch (error) {
      throw files.length > 0 || attached.ofRow.length > 0 ? placed(error, row, source) : error;
    } finally {
      for (const input of inputs) own.delete(input);
    }
  };
  const extract = job.extract ?? template?.extract;
  return { model, of, fixed: [...fixed.values()], ...(extract ? { extract } : {}) };
}
