/** The kit was called wrongly; as `sysexits.h` has it. */
export const usageExit = 64;
