const LENGTH_MIN = 8;
const LENGTH_MAX = 128;

interface PasswordValues {
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly repeated: string;
}

/** What keeps the form from being sent, by field; the server decides in the end, by the same lengths. */
export function passwordProblems(
  { currentPassword, newPassword, repeated }: PasswordValues,
  hasPassword: boolean,
): Record<keyof PasswordValues, string | null> {
  return {
    currentPassword: hasPassword && currentPassword === "" ? "Enter your current password" : null,
    newPassword:
      newPassword.length < LENGTH_MIN
        ? `Use at least ${LENGTH_MIN} characters`
        : newPassword.length > LENGTH_MAX
          ? `Use at most ${LENGTH_MAX} characters`
          : null,
    repeated: repeated === newPassword ? null : "The two passwords do not match",
  };
}
