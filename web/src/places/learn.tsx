/** The place Learn: ten short lessons, each with an experiment on models that run on this machine. */
import "../styles/learn.css";
import { doneLessons } from "../learn/done.ts";
import { type Lesson, lessons } from "../learn/lessons.ts";
import { Heading, Problem } from "../parts.tsx";
import { path, pieces } from "../route.ts";

function Contents() {
  const done = doneLessons.value;
  const next = lessons.find(({ name }) => !done.includes(name));
  const count = lessons.filter(({ name }) => done.includes(name)).length;
  return (
    <>
      <Heading title="Learn" />
      <p class="lead">
        Ten short lessons on language models. Each has an experiment that really runs, on tiny models that come with
        penny: no key, no network, nothing to pay. All their calls stand in the log.
      </p>
      <p class="progress soft">
        <progress value={count} max={lessons.length} aria-label="Lessons done" /> {count} of {lessons.length} done
      </p>
      <ol class="lessons">
        {lessons.map(({ name, title, about }, index) => (
          <li key={name}>
            <a href={`/learn/${name}`} class={next?.name === name ? "panel next" : "panel"}>
              <span class="place">{index + 1}</span>
              <span class="words">
                <b>{title}</b>
                <span class="soft">{about}</span>
              </span>
              {done.includes(name) && <span class="tag good">done</span>}
            </a>
          </li>
        ))}
      </ol>
    </>
  );
}

function Page({ lesson, place }: { lesson: Lesson; place: number }) {
  const next = lessons[place + 1];
  return (
    <article class="lesson">
      <nav class="trail soft" aria-label="Lessons">
        <a href="/learn">All lessons</a>
        <span>
          {place + 1} of {lessons.length}
        </span>
        {doneLessons.value.includes(lesson.name) && <span class="tag good">done</span>}
      </nav>
      <Heading title={lesson.title} />
      <lesson.View />
      <nav class="onward" aria-label="Next lesson">
        {next ? (
          <a href={`/learn/${next.name}`}>Next: {next.title}</a>
        ) : (
          <span>
            That was the last one. <a href="/">Ask something</a>, or <a href="/arena">compare models blind</a>.
          </span>
        )}
      </nav>
    </article>
  );
}

/** The place. */
export function LearnPlace() {
  const name = pieces.value[1];
  const place = lessons.findIndex((each) => each.name === name);
  const lesson = lessons[place];
  return (
    <div class="learn">
      {name === undefined ? (
        <Contents />
      ) : lesson ? (
        <Page key={lesson.name} lesson={lesson} place={place} />
      ) : (
        <Problem sentence={`There is no ${path.value} here.`}>
          <a href="/learn">All lessons</a>
        </Problem>
      )}
    </div>
  );
}
