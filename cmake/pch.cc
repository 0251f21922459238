// SPDX-License-Identifier: Apache-2.0
// Holds nothing: what its target precompiles is what everybody includes.
