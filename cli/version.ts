/** The version in package.json (a test compares them); read from there, it would be elsewhere once built. */
export const version = "0.1.0";
