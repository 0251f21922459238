// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "reading/internal/roles.h"

namespace mandat::internal {

// "the school is the controller", "so we are the processor": who is what, in so many words.
// `whole` is the folded text; `may_be` says whether a noun may name the processor, or controller.
void AddStatedRoles(const std::string& whole, bool (*may_be)(std::string_view, bool is_processor),
                    RoleNames& names);

// "Lueur s'engage à": a name that does what processors do, again and again, and has no article.
void AddFrenchTradeName(const ContractText& text, const std::string& whole, RoleNames& names);

// Of two parties that the front names in brackets one is bound throughout: the other, if the text
// names no controller otherwise, is it.
void AddOtherParty(const ContractText& text, const std::string& whole,
                   bool (*may_be)(std::string_view, bool is_processor), RoleNames& names);

// "un tiers (« Tiers »)" is whom the processor engages.
void AddThirdParty(const std::string& whole, RoleNames& names);

// "the School Data" is what the school has processed.
void AddDataOf(const std::string& whole, RoleNames& names);

// "the Authority is the Controller": a public body, where others mean the supervisory authority.
void AddPublicAuthority(const std::string& whole, RoleNames& names);

// "We" do for "you" what you ask for, though neither is defined.
void AddYouAndWe(const std::string& whole, RoleNames& names);

// A text for people who read no law calls personal data "the information".
void AddPlainData(const std::string& whole, RoleNames& names);

// Whether a defined term that speaks of data is the personal data of the contract, and not what is
// done with them.
bool IsPersonalData(std::string_view name, std::string_view meaning);

// "Guest Details" are any personal data that ...: data by what they mean, whatever they are called.
bool MeansPersonalData(std::string_view meaning);

// "Helper" is any company that we engage to process data: a sub-processor by what it means.
bool MeansEngaged(std::string_view meaning);

}  // namespace mandat::internal
