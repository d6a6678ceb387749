/**
 * The binary messages that the WebAssembly engine takes and gives: `GLUE`, version, an eight-letter name, then its fields, each
 * led by a type number. Only the messages that are used here are known. Pure; it calls nothing.
 * Source: src/glue/glue.ts and src/glue/messages.ts of @wllama/wllama 3.8.1, read 2026-11-23.
 */

/** A field as it is sent; `undefined` leaves it to the engine. Numbers are 32-bit integers. */
export type WireValue = boolean | number | string | string[] | Uint8Array[] | undefined;

/** Names of the messages that are sent. */
export type WireRequest = "load_req" | "cmpl_req" | "embd_req" | "gres_req" | "cncl_req";

/** A message that came back, its fields by name. */
export type WireAnswer = { [field: string]: boolean | number | string | (number | string)[] | null };

/** Field names of each message, in the order in which they stand in it. */
const FIELDS: { [message: string]: string } = {
  load_req:
    "model_paths mmproj_path n_ctx_auto use_mmap use_mlock n_gpu_layers n_ctx n_threads model_alias log_level embeddings " +
    "offload_kqv n_batch n_ubatch n_parallel pooling_type rope_scaling_type rope_freq_base rope_freq_scale yarn_ext_factor " +
    "yarn_attn_factor yarn_beta_fast yarn_beta_slow yarn_orig_ctx cache_type_k cache_type_v kv_unified flash_attn swa_full " +
    "n_ctx_checkpoints checkpoint_min_step chat_template jinja default_template_kwargs_keys default_template_kwargs_vals " +
    "reasoning image_min_tokens image_max_tokens warmup no_kv_offload mmproj_offload cont_batching n_keep ctx_shift " +
    "cache_idle_slots n_cache_reuse lora_paths lora_scales lora_init_without_apply spec_draft_model spec_draft_ngl " +
    "spec_draft_n_max spec_draft_n_min spec_draft_p_min spec_draft_threads spec_draft_threads_batch kv_overrides_keys " +
    "kv_overrides_vals reasoning_budget_tokens reasoning_budget_message reasoning_format skip_chat_parsing prefill_assistant",
  load_res:
    "success n_ctx n_batch n_ubatch n_vocab n_ctx_train n_embd n_layer metadata_key metadata_val token_bos token_eos " +
    "token_eot list_tokens_eog add_bos_token add_eos_token has_encoder token_decoder_start media_marker has_image_input " +
    "has_audio_input",
  cmpl_req: "is_chat data_json files",
  cmpl_res: "success req_id",
  embd_req: "data_json files",
  embd_res: "success req_id",
  gres_req: "req_id",
  gres_res: "success has_more is_error data_json",
  cncl_req: "req_id",
  cncl_res: "success",
};

const MAGIC = "GLUE";
const VERSION = 1;
const NAME_BYTES = 8;
/** Type numbers. `float` and its array are read but never sent. */
const TYPE = { null: 0, bool: 1, int: 2, float: 3, string: 4, ints: 7, floats: 8, strings: 9, raws: 10 } as const;

function int32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value, true);
  return bytes;
}

function withLength(bytes: Uint8Array): Uint8Array[] {
  return [int32(bytes.byteLength), bytes];
}

function encodeValue(value: WireValue): Uint8Array[] {
  const utf8 = (text: string): Uint8Array[] => withLength(new TextEncoder().encode(text));
  if (value === undefined) return [int32(TYPE.null)];
  if (typeof value === "boolean") return [int32(TYPE.bool), int32(value ? 1 : 0)];
  if (typeof value === "number") return [int32(TYPE.int), int32(value)];
  if (typeof value === "string") return [int32(TYPE.string), ...utf8(value)];
  const isText = (item: string | Uint8Array): item is string => typeof item === "string";
  const type = value.length > 0 && value.every(isText) ? TYPE.strings : TYPE.raws;
  const items = value.flatMap((item) => (isText(item) ? utf8(item) : withLength(item)));
  return [int32(type), int32(value.length), ...items];
}

/** A message to the engine as bytes. Fields that are not named are left to the engine; an empty array is one of byte strings. */
export function encodeWire(name: WireRequest, fields: { [field: string]: WireValue }): Uint8Array {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const values = (FIELDS[name] ?? "").split(" ").flatMap((field) => encodeValue(fields[field]));
  return Buffer.concat([encode(MAGIC), int32(VERSION), encode(name), ...values]);
}

/** Reads a message of the engine. Throws Error if it is not one that is known here. */
export function decodeWire(bytes: Uint8Array): WireAnswer {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (from: number, length: number): string => new TextDecoder().decode(bytes.subarray(from, from + length));
  let at = MAGIC.length + 4 + NAME_BYTES;
  const int = (): number => {
    at += 4;
    return view.getInt32(at - 4, true);
  };
  const float = (): number => {
    at += 4;
    return view.getFloat32(at - 4, true);
  };
  const string = (): string => {
    const length = int();
    at += length;
    return text(at - length, length);
  };
  const array = <Item>(read: () => Item): Item[] => Array.from({ length: int() }, read);
  const readers: { [type: number]: () => WireAnswer[string] } = {
    [TYPE.null]: () => null,
    [TYPE.bool]: () => int() !== 0,
    [TYPE.int]: int,
    [TYPE.float]: float,
    [TYPE.string]: string,
    [TYPE.ints]: () => array(int),
    [TYPE.floats]: () => array(float),
    [TYPE.strings]: () => array(string),
  };
  const name = text(MAGIC.length + 4, NAME_BYTES);
  const names = FIELDS[name];
  if (text(0, MAGIC.length) !== MAGIC || names === undefined)
    throw new Error(`the engine sent an unknown message: ${name}`);
  const answer: WireAnswer = {};
  for (const field of names.split(" ")) {
    const read = readers[int()];
    if (!read) throw new Error(`the engine sent an unknown type of field: ${name}.${field}`);
    answer[field] = read();
  }
  return answer;
}
