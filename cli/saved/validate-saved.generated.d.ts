/** What one validator has against a saved result: which keyword of the schema is not met where. */
export interface SavedError {
  /** JSON pointer into the data. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

interface Validate {
  (data: unknown): boolean;
  errors?: readonly SavedError[] | null;
}

/** A result of `quorate report`. */
export declare const report: Validate;
/** A result of `quorate estimate`, whole. */
export declare const estimate: Validate;
/** As much of a result of `quorate estimate` as a comparison reads. */
export declare const measured: Validate;
