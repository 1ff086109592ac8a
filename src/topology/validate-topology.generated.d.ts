/** One finding of the validator: which keyword of the schema is not met where. */
export interface SchemaError {
  /** JSON pointer into the data. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Checks the structure of a topology; afterwards `errors` holds every finding of that call, or null. */
declare const validate: {
  (data: unknown): boolean;
  errors?: readonly SchemaError[] | null;
};

export default validate;
