export { barChart } from './bar-chart.js';
export type { Bar, BarChartOptions } from './bar-chart.js';
export { encodePng } from './encode-png.js';
export type { EncodePngOptions, Picture } from './encode-png.js';
export { lineChart } from './line-chart.js';
export type { LineChartOptions, LineSeries } from './line-chart.js';
export type { Point } from './points.js';
export type {
  Report,
  ReportChart,
  ReportFacts,
  ReportImage,
  ReportItem,
  ReportSection,
  ReportTable,
  SummaryNumber,
} from './report.js';
export { reportHtml } from './report-html.js';
export { scatterChart } from './scatter-chart.js';
export type { ScatterChartOptions, ScatterRow } from './scatter-chart.js';
export type { ScatterWindow } from './scatter-window.js';
