import type { Page, Route } from "playwright-core";

/** What becomes of the editor's saves on their way: each is taken from the list, and when that is empty they pass. */
type Fate = "pass" | "loseRequest" | "loseAnswer" | "hold";

/** The net between the editor and the server, under the test's hand. Reads and other mutations pass. */
export class EditNet {
  readonly #fates: Fate[] = [];
  #held: (() => void)[] = [];
  /** Saves that the page sent. */
  sent = 0;

  static async on(page: Page): Promise<EditNet> {
    const net = new EditNet();
    await page.route("**/graphql", (route) => net.#handle(route));
    return net;
  }

  /** The next saves come to this, one after the other. */
  next(...fates: Fate[]): void {
    this.#fates.push(...fates);
  }

  /** Lets what is held go on to the server. */
  release(): void {
    for (const go of this.#held) go();
    this.#held = [];
  }

  async #handle(route: Route): Promise<void> {
    if (!route.request().postData()?.includes("mutation EditAnnotations")) return route.continue();
    this.sent += 1;
    const fate = this.#fates.shift() ?? "pass";
    if (fate === "loseRequest") return route.abort();
    if (fate === "hold") await new Promise<void>((resolve) => this.#held.push(resolve));
    if (fate !== "loseAnswer") return route.continue().catch(ofPageThatWasLeft);
    await route.fetch();
    return route.abort();
  }
}

/** A request that was held while its page was reloaded has nowhere to go. */
function ofPageThatWasLeft(error: Error): void {
  if (!/closed|handled|navigat/i.test(error.message)) throw error;
}
