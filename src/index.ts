/**
 * quorate as a library: pure functions from a topology file's text to figures. Nothing of Node in it.
 *
 * @packageDocumentation
 */
export type { Chart } from './chart/chart.js';
export { CHART_NAMES, chartOf } from './chart/charts.js';
export type { Page } from './chart/page.js';
export { type Analysis, analysis, type DesignQuestion, type GivenScheme } from './design/analysis.js';
export type { Conflict } from './design/conflicts.js';
export type { DesignMetric, DesignNode, DesignSpace, Goal, Limits, ReadShare } from './design/design.js';
export type { LinearProgram, Row, Solution, Solver } from './design/linear-program.js';
export { type Optimum, optimum } from './design/optimum.js';
export type { SearchKind } from './design/search.js';
export type { AskedSet, Strategy } from './design/strategy.js';
export { questionOf } from './design/topology-design.js';
export type { Distribution, Law, Point } from './distribution/distribution.js';
export { empirical } from './distribution/empirical.js';
export { fitMoments, fitQuantiles, type Quantile } from './distribution/fit.js';
export { exponential, gamma } from './distribution/gamma.js';
export { half } from './distribution/half.js';
export { lognormal } from './distribution/lognormal.js';
export { mixture, type Part } from './distribution/mixture.js';
export { constant, points } from './distribution/points.js';
export { sum, sumOf } from './distribution/sum.js';
export { uniform } from './distribution/uniform.js';
export { type Candidate, type CompareOptions, compare } from './estimate/compare/compare.js';
export { diff, type Side } from './estimate/diff/diff.js';
export { type EstimateOptions, estimate } from './estimate/estimate.js';
export { explain } from './estimate/explain/explain.js';
export { explainAvailability, explainFailover, explainThroughput } from './estimate/explain/topics.js';
export type { Standings } from './estimate/latency/standings.js';
export { type SimulateOptions, simulateDeployment } from './estimate/simulation/simulated.js';
export type { Demand, Demands } from './estimate/traffic/demand.js';
export { type TrafficOptions, trafficOf } from './estimate/traffic/traffic.js';
export type { Each } from './estimate/what-if/domains.js';
export { type Question, whatIf } from './estimate/what-if/what-if.js';
export { UnfitError } from './group/fitness.js';
export {
  type LoadedTopology,
  loadTopology,
  type SoundTopology,
  type UnsoundTopology,
} from './group/load-topology.js';
export type { Possible, Severed, Standing } from './group/standing.js';
export { after, all, any, choice, instant, leaf, never, quorum } from './outcome/build.js';
export { type Evaluation, Evaluator } from './outcome/evaluate.js';
export type { Average } from './outcome/exact.js';
export type { Around, IdleMessage, IdlePattern, Message as SentMessage } from './outcome/message.js';
export type { After, All, Any, Choice, Label, Leaf, Never, Outcome, Quorum } from './outcome/outcome.js';
export type { ClientEffects, ClientMachine, ClientSetup } from './protocol/contract/client.js';
export type { MachineFactory } from './protocol/contract/host.js';
export type {
  Command,
  Effects,
  Machine,
  MachineSetup,
  MemberSetup,
  Message,
  Order,
} from './protocol/contract/machine.js';
export type { Model, View } from './protocol/contract/model.js';
export type { Protocol, Takeover } from './protocol/contract/protocol.js';
export type { Traits } from './protocol/contract/traits.js';
export type { Constitution, Needs } from './protocol/needs.js';
export { protocolNamed, protocols } from './protocol/registry.js';
export { dual } from './quorum/dual.js';
export type { And, Expression, Member, Or, Threshold, Weighted } from './quorum/expression.js';
export { disjointQuorums } from './quorum/intersect.js';
export { type ExpressionProblem, type ParsedExpression, parseExpression } from './quorum/parse-expression.js';
export { type ParsedScheme, parseQuorumScheme, type Roles } from './quorum/scheme.js';
export type { Path as SchemePath, SchemeProblem } from './quorum/scheme-report.js';
export { fromExpression, majority, threshold } from './quorum/shapes.js';
export type { QuorumScheme, QuorumSystem } from './quorum/system.js';
export { compareDocument } from './report/compare/compare.js';
export { renderDiagnostics } from './report/diagnostics.js';
export { diffDocument } from './report/diff/diff.js';
export type {
  Block,
  Cell,
  ColumnGroup,
  Document,
  KeyFigure,
  Section,
  Table,
  TableColumn,
  Text,
  Tone,
} from './report/document/blocks.js';
export { type ChartPicture, documentMarkdown } from './report/document/markdown.js';
export { documentText } from './report/document/terminal.js';
export { estimateDocument } from './report/estimate/estimate.js';
export { latencyDocument } from './report/explain/latency.js';
export { quorumDocument } from './report/quorum/quorum.js';
export { simulationDocument } from './report/simulation/simulation.js';
export { whatIfDocument } from './report/what-if/what-if.js';
export type * from './result/availability.js';
export type * from './result/chart-data.js';
export type * from './result/compare.js';
export type * from './result/diff.js';
export type * from './result/durability.js';
export type * from './result/estimate.js';
export type * from './result/explain.js';
export type * from './result/failover.js';
export type * from './result/latency.js';
export type * from './result/leadership.js';
export type * from './result/losses.js';
export type * from './result/measured-estimate.js';
export type * from './result/measures.js';
export type * from './result/objectives.js';
export type * from './result/quorum.js';
export type * from './result/recovery.js';
export type * from './result/report.js';
export type * from './result/review.js';
export type * from './result/simulation.js';
export type * from './result/simulation-run.js';
export type * from './result/spill-over.js';
export type * from './result/stability.js';
export type * from './result/subject.js';
export type * from './result/throughput.js';
export type * from './result/topics.js';
export type * from './result/traffic.js';
export type * from './result/what-if.js';
export type { ReviewContext, ReviewOptions, Span as ReviewSpan } from './review/context.js';
export { type ReviewSettings, review } from './review/review.js';
export type { ReviewInput } from './review/review-file.js';
export type { FilePath, Finding, Rule } from './review/rule.js';
export { rules } from './review/rules.js';
export { type Coordinates, type Place, readCoordinates } from './rtt/coordinates.js';
export {
  type DataSet,
  type DataSetHead,
  type GammaLaw,
  type PairRow,
  readDataSet,
  type ZoneFigures,
} from './rtt/data-set.js';
export type { GeographicPoint } from './rtt/geography.js';
export type { Statistic } from './rtt/statistic.js';
export { type RttFigure as DataSetFigure, type RttTable as DataSetTable, rttTable } from './rtt/table.js';
export type { Fault } from './simulation/fault.js';
export type { Arrivals } from './simulation/workload.js';
export { type BuiltDeployment, buildDeployment } from './topology/build-deployment.js';
export type { Changes, Scenario } from './topology/changes.js';
export type {
  Client,
  Deployment,
  Disk,
  DomainPath,
  Failures,
  Keys,
  Link,
  LinkLimit,
  Mttf,
  Network,
  Objective,
  Position,
  ProtocolChoice,
  ReadMode,
  Replica,
  Role,
  Shards,
  Source,
  Timeouts,
} from './topology/deployment.js';
export type { Diagnostic } from './topology/diagnostic.js';
export type { Disruption } from './topology/disruption.js';
export type { Ends } from './topology/disruption-words.js';
export type { Path, Span, TopologyDocument } from './topology/document.js';
export type { Lines } from './topology/lines.js';
export { type ParsedTopology, parseTopology } from './topology/parse-topology.js';
export type { Resources, RttFigure, RttTable } from './topology/resources.js';
export { VERSION } from './version.js';
