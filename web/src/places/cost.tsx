/** The place Cost: what was spent, and what a job would cost. */
import { Forecast } from "../cost/forecast.tsx";
import { Spent } from "../cost/spent.tsx";
import { Heading } from "../parts.tsx";
import { pieces } from "../route.ts";
import "../styles/cost.css";

/** The place. */
export function CostPlace() {
  const isForecast = pieces.value[1] === "forecast";
  return (
    <>
      <Heading title="Cost">
        <nav class="cost-tabs" aria-label="Cost">
          <a href="/cost" aria-current={isForecast ? undefined : "page"}>
            Spent
          </a>
          <a href="/cost/forecast" aria-current={isForecast ? "page" : undefined}>
            Forecast
          </a>
        </nav>
      </Heading>
      {isForecast ? <Forecast /> : <Spent />}
    </>
  );
}
