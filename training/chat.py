"""The conversation as text for the model, and the same as a Jinja template for the GGUF file. Both must agree."""

SPECIALS = ["<|end|>", "<|system|>", "<|user|>", "<|assistant|>", "<|tool|>", "<|pad|>"]

TEMPLATE = (
    "{%- if tools or messages[0].role == 'system' -%}<|system|>"
    "{%- if messages[0].role == 'system' -%}{{ messages[0].content }}{%- endif -%}"
    "{%- if tools -%}{{ '\\n<tools>' }}"
    "{%- for tool in tools -%}{%- set f = tool.function or tool -%}"
    "{{ '\\n' + f.name + '(' }}{%- for name in f.parameters.properties -%}{{ name if loop.first else ', ' + name }}{%- endfor -%}{{ '): ' + f.description }}"
    "{%- endfor -%}{{ '\\n</tools>' }}{%- endif -%}{%- endif -%}"
    "{%- for m in messages -%}"
    "{%- if m.role == 'user' -%}<|user|>{{ m.content }}"
    "{%- elif m.role == 'tool' -%}<|tool|>{{ m.content }}"
    "{%- elif m.role == 'assistant' -%}<|assistant|>"
    "{%- if m.reasoning_content -%}<think>{{ m.reasoning_content }}</think>{%- endif -%}{{ m.content }}"
    "{%- for call in m.tool_calls or [] -%}{%- set f = call.function or call -%}"
    "<tool_call>{\"name\": \"{{ f.name }}\", \"arguments\": {{ f.arguments if f.arguments is string else f.arguments | tojson }}}</tool_call>"
    "{%- endfor -%}<|end|>"
    "{%- endif -%}{%- endfor -%}"
    "{%- if add_generation_prompt -%}<|assistant|>"
    "{%- if enable_thinking is defined and enable_thinking is false -%}<think></think>{%- endif -%}{%- endif -%}"
)


# Marks of the chat format that are one token each.
MARKS = ["<think>", "</think>", "<tool_call>", "</tool_call>"]
END, ASSISTANT, PAD = (SPECIALS.index(special) for special in ("<|end|>", "<|assistant|>", "<|pad|>"))


def thinking(thought: str) -> str:
    """A thought as it stands before an answer; nothing if there is none."""
    return f"<think>{thought}</think>" if thought else ""


def segments(messages: list[dict], tools: list[dict]) -> list[tuple[str, str]]:
    """(special token, text) pairs up to where the model is to answer."""
    out = []
    system = messages[0]["content"] if messages[0]["role"] == "system" else ""
    if tools:
        system += "\n<tools>" + "".join(f"\n{t['name']}({', '.join(t['arguments'])}): {t['description']}" for t in tools) + "\n</tools>"
    if system:
        out.append(("<|system|>", system))
    return out + [(f"<|{m['role']}|>", thinking(m.get("thought", "")) + m["content"]) for m in messages if m["role"] != "system"]


def prompt_ids(tokenizer, sample, thinks: bool = True) -> list[int]:
    """The ids of a conversation up to where the model is to answer; told not to think, it finds an empty thought."""
    ids = []
    for role, text in segments(sample.messages, sample.tools):
        ids += [SPECIALS.index(role), *tokenizer.encode(text), *([END] if role == "<|assistant|>" else [])]
    return [*ids, ASSISTANT, *([] if thinks else tokenizer.encode("<think></think>"))]


def answer_ids(tokenizer, sample, thinks: bool = True) -> list[int]:
    """The ids of what the model is to say."""
    return [*tokenizer.encode((thinking(sample.thought) if thinks else "") + sample.answer), END]
