/** One file that shows what a model can do: the most important numbers first, then sections from top to bottom. */
export interface Report {
  readonly title: string;
  /** One line under the title, such as the data, the method and the length of the training. */
  readonly subtitle?: string;
  readonly summary: readonly SummaryNumber[];
  readonly sections: readonly ReportSection[];
}

/** A number to remember, shown big. */
export interface SummaryNumber {
  readonly label: string;
  /** As it is to be read, with its unit: `99.1 %`. */
  readonly value: string;
  /** What to compare it with, such as the value of real images. */
  readonly note?: string;
}

export interface ReportSection {
  readonly heading: string;
  /** One paragraph: what is to be seen. */
  readonly text?: string;
  /** Side by side where there is room. */
  readonly items: readonly ReportItem[];
}

/** What a section shows; `kind` says which. */
export type ReportItem = ReportChart | ReportImage | ReportTable | ReportFacts;

/** A drawing of `lineChart` or `scatterChart`, or any other SVG that needs no script and no other file. */
export interface ReportChart {
  readonly kind: 'chart';
  readonly svg: string;
  readonly caption?: string;
}

/** A picture of pixels: one image, or a grid of them with names. */
export interface ReportImage {
  readonly kind: 'image';
  /** A PNG file, such as `encodePng` gives. Small pictures are enlarged by a whole factor, without blur. */
  readonly png: Uint8Array;
  /** What the picture shows, for those who cannot see it. */
  readonly alt: string;
  readonly caption?: string;
  /** Names of the rows of equal height, from the top, left of the picture. */
  readonly rowLabels?: readonly string[];
  /** Names of the columns of equal width, from the left, above the picture. */
  readonly columnLabels?: readonly string[];
}

export interface ReportTable {
  readonly kind: 'table';
  readonly columns: readonly string[];
  /** One cell a column. */
  readonly rows: readonly (readonly (string | number)[])[];
  readonly caption?: string;
}

/** Names and values, such as a configuration. */
export interface ReportFacts {
  readonly kind: 'facts';
  readonly facts: readonly { readonly label: string; readonly value: string | number }[];
  readonly caption?: string;
}
