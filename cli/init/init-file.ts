/** A file that init writes; `path` is relative to the repository. */
export interface InitFile {
  readonly path: string;
  readonly text: string;
}
