/** The style sheet of a report: fonts of the system, light and dark, narrow and wide, screen and paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; }
`;
