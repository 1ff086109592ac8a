// What each reader needs of the contract lies in contract/; this list keeps older imports working.
export * from './contract/client.js';
export * from './contract/host.js';
export * from './contract/machine.js';
export * from './contract/model.js';
export * from './contract/protocol.js';
export * from './contract/traits.js';
