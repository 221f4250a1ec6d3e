/** What has to be released, the last first, unless it is handed on. (Node 22 has no `AsyncDisposableStack`.) */
export class Releases implements AsyncDisposable {
  #releases: (() => Promise<void> | void)[] = [];

  defer(release: () => Promise<void> | void): void {
    this.#releases.push(release);
  }

  use<Resource extends AsyncDisposable>(resource: Resource): Resource {
    this.defer(async () => resource[Symbol.asyncDispose]());
    return resource;
  }

  /** All of it, for somebody else to release. */
  handOn(): Releases {
    const others = new Releases();
    others.#releases = this.#releases;
    this.#releases = [];
    return others;
  }

  /** Goes on after a failure, and rejects with the first. */
  async [Symbol.asyncDispose](): Promise<void> {
    const errors: unknown[] = [];
    for (let release = this.#releases.pop(); release !== undefined; release = this.#releases.pop()) {
      try {
        await release();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
