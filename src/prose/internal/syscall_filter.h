// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mandat::internal {

// From now on this process opens no socket, starts no other, and opens, makes, renames and removes
// no file but for reading; what it executes is bound alike. Only for a child that is about to
// become a program of others: it calls nothing that is not safe there. False if the system cannot.
bool RefuseNetworkAndWrites();

}  // namespace mandat::internal
