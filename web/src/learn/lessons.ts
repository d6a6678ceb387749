/** The lessons, in order. */
import type { ComponentType } from "preact";
import { ContextLesson } from "./context.tsx";
import { CostLesson } from "./cost.tsx";
import { EvalsLesson } from "./evals.tsx";
import { HallucinationLesson } from "./hallucination.tsx";
import { InjectionLesson } from "./injection.tsx";
import { ReasoningLesson } from "./reasoning.tsx";
import { SandboxLesson } from "./sandbox.tsx";
import { SlopLesson } from "./slop.tsx";
import { TemperatureLesson } from "./temperature.tsx";
import { TokensLesson } from "./tokens.tsx";

/** A lesson. */
export interface Lesson {
  /** Last piece of its address. */
  name: string;
  /** What it is called. */
  title: string;
  /** What it shows, in a sentence. */
  about: string;
  /** The lesson itself. */
  View: ComponentType;
}

/** All of them. */
export const lessons: readonly Lesson[] = [
  { name: "tokens", title: "Tokens", about: "Why r’s are hard to count.", View: TokensLesson },
  { name: "temperature", title: "Temperature", about: "The same question eight times.", View: TemperatureLesson },
  { name: "context", title: "The context limit", about: "What a model can hold at once.", View: ContextLesson },
  { name: "cost", title: "Cost", about: "What a job costs, before it is sent.", View: CostLesson },
  { name: "evals", title: "Evals and error bars", about: "What ten questions can tell.", View: EvalsLesson },
  { name: "injection", title: "Prompt injection", about: "A text that gives orders.", View: InjectionLesson },
  { name: "hallucination", title: "Hallucination", about: "Answers where there is none.", View: HallucinationLesson },
  { name: "reasoning", title: "Reasoning", about: "Steps before the answer.", View: ReasoningLesson },
  { name: "sandbox", title: "The sandbox", about: "Running what a model wrote.", View: SandboxLesson },
  { name: "slop", title: "Slop", about: "All from one mould.", View: SlopLesson },
];
