/** Colours of series, in this order. Each has a contrast of 3 or more to white and to the dark background of a report. */
export const SERIES_COLORS = [
  '#3578e5',
  '#e0561b',
  '#1f9d61',
  '#a55fe0',
  '#d6336c',
  '#0c93a8',
  '#a07c12',
  '#7a8594',
] as const;

/** Fonts of every text: those of the system. */
export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
