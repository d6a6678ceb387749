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
    "{%- elif m.role == 'assistant' -%}<|assistant|>{{ m.content }}"
    "{%- for call in m.tool_calls or [] -%}{%- set f = call.function or call -%}"
    "<tool_call>{\"name\": \"{{ f.name }}\", \"arguments\": {{ f.arguments if f.arguments is string else f.arguments | tojson }}}</tool_call>"
    "{%- endfor -%}<|end|>"
    "{%- endif -%}{%- endfor -%}"
    "{%- if add_generation_prompt -%}<|assistant|>{%- endif -%}"
)


def segments(messages: list[dict], tools: list[dict]) -> list[tuple[str, str]]:
    """(special token, text) pairs up to where the model is to answer."""
    out = []
    system = messages[0]["content"] if messages[0]["role"] == "system" else ""
    if tools:
        system += "\n<tools>" + "".join(f"\n{t['name']}({', '.join(t['arguments'])}): {t['description']}" for t in tools) + "\n</tools>"
    if system:
        out.append(("<|system|>", system))
    return out + [(f"<|{m['role']}|>", m["content"]) for m in messages if m["role"] != "system"]
