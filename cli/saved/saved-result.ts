/**
 * What a text is, if it is a saved result: JSON that says of what schema it is. Undefined for anything else, which is then
 * a topology, well written or not.
 */
export function savedResult(
  text: string,
): { readonly data: unknown } | { readonly problem: string } | undefined {
  if (!/^\ufeff?\s*[[{]/.test(text)) return undefined;
  try {
    const data: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    const isResult = Array.isArray(data) || Object.hasOwn(data as object, 'schema');
    return isResult ? { data } : undefined;
  } catch (error) {
    // A result that was cut off is no topology with mistakes.
    return /"schema": *"quorate\./.test(text.slice(0, 1000))
      ? { problem: `it is a saved result, but no JSON: ${(error as Error).message}` }
      : undefined;
  }
}
