/** Bad input or usage: its message is for the user as it stands, and the command ends with exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
