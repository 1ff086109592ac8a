/**
 * quorate as a library: pure functions from a topology file's text to figures. Nothing of Node in it.
 *
 * @packageDocumentation
 */

export { CHART_NAMES, chartOf } from './chart/charts.js';
export type { Distribution, Law } from './distribution/distribution.js';
export { empirical } from './distribution/empirical.js';
export { fitMoments, fitQuantiles } from './distribution/fit.js';
export { exponential, gamma } from './distribution/gamma.js';
export { half } from './distribution/half.js';
export { lognormal } from './distribution/lognormal.js';
export { mixture } from './distribution/mixture.js';
export { constant, points } from './distribution/points.js';
export { sum, sumOf } from './distribution/sum.js';
export { uniform } from './distribution/uniform.js';
export { type Candidate, type CompareOptions, compare } from './estimate/compare/compare.js';
export { diff } from './estimate/diff/diff.js';
export { estimate } from './estimate/estimate.js';
export { explain } from './estimate/explain/explain.js';
export { explainAvailability, explainFailover, explainThroughput } from './estimate/explain/topics.js';
export { type SimulateOptions, simulateDeployment } from './estimate/simulation/simulated.js';
export { trafficOf } from './estimate/traffic/traffic.js';
export { type Question, whatIf } from './estimate/what-if/what-if.js';
export { after, all, any, choice, instant, leaf, never, quorum } from './outcome/build.js';
export { type Evaluation, Evaluator } from './outcome/evaluate.js';
export type { Outcome } from './outcome/outcome.js';
export type { Machine, MachineFactory, Model, Protocol, Traits } from './protocol/contract.js';
export { protocolNamed, protocols } from './protocol/registry.js';
export { disjointQuorums } from './quorum/intersect.js';
export { parseQuorumScheme } from './quorum/scheme.js';
export { majority, threshold } from './quorum/shapes.js';
export type { QuorumScheme, QuorumSystem } from './quorum/system.js';
export { renderDiagnostics } from './report/diagnostics.js';
export { estimateText } from './report/estimate-text.js';
export { explainText } from './report/explain-text.js';
export type { ChartData, ChartName } from './result/chart-data.js';
export type { EstimateResult, ExplainResult, Figures } from './result/estimate.js';
export { type ReviewSettings, review } from './review/review.js';
export { rules } from './review/rules.js';
export { readCoordinates } from './rtt/coordinates.js';
export { readDataSet } from './rtt/data-set.js';
export { rttTable } from './rtt/table.js';
export { buildDeployment } from './topology/build-deployment.js';
export type { Deployment } from './topology/deployment.js';
export type { Diagnostic } from './topology/diagnostic.js';
export { parseTopology } from './topology/parse-topology.js';
export type { Resources, RttTable } from './topology/resources.js';
export { VERSION } from './version.js';
