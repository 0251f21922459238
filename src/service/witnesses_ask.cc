// SPDX-License-Identifier: Apache-2.0
// What is said between the house and a witness, and which duties come of it.
#include <utility>

#include "format/checkpoint.h"
#include "service/internal/witness_room.h"
#include "service/note_witness.h"

namespace mandat {
namespace {

constexpr std::string_view kAddCheckpoint = "/add-checkpoint";
constexpr std::string_view kSizeType = "text/x.tlog.size";
constexpr int kTriesMax = 3;

// Source: C2SP tlog-witness.
Result<std::string> RequestBody(const Journal& journal, uint64_t old_size, uint64_t size,
                                const std::string& checkpoint) {
  std::string body = "old " + std::to_string(old_size) + "\n";
  if (old_size != 0 && old_size != size) {
    MANDAT_TRY(const std::vector<Hash> proof, journal.ProveConsistency(old_size, size));
    for (const Hash& hash : proof) {
      body += FormatBase64(hash.view()) + "\n";
    }
  }
  return body + "\n" + checkpoint;
}

// The size that the witness has, if that is what it says.
std::optional<uint64_t> SizeThere(const WitnessReply& reply) {
  if (reply.status != 409 || reply.type != kSizeType || !reply.body.ends_with('\n')) {
    return std::nullopt;
  }
  const Result<uint64_t> size =
      ParseDecimal(std::string_view(reply.body).substr(0, reply.body.size() - 1));
  return size ? std::optional(*size) : std::nullopt;
}

std::string WordsOf(const std::string& witness, uint64_t there, const std::string& agreement,
                    uint64_t here) {
  const std::string cosigned =
      witness + " has cosigned " + std::to_string(there) + " entries of " + agreement;
  return there > here ? cosigned + ", and this journal has only " + std::to_string(here)
                      : cosigned + " that are not how this journal begins";
}

}  // namespace

// A witness that has another size than we thought says so, and is asked again from there.
Witnesses::Answer Witnesses::Converse(const Peer& peer, Round& round, uint64_t old_size) {
  const uint64_t size = round.note->size();
  const std::string& agreement = round.agreement->id().text();
  Answer answer;
  answer.there = old_size;
  for (int i = 0; i < kTriesMax; ++i) {
    if (answer.there > size) {
      answer.objects = true;
      answer.trouble = WordsOf(peer.config.name, answer.there, agreement, size);
      return answer;
    }
    const Result<std::string> body =
        RequestBody(round.agreement->journal(), answer.there, size, round.published);
    if (!body) {
      answer.trouble = body.error().message;
      return answer;
    }
    const Result<WitnessReply> reply =
        line_.Post(peer.config.address + std::string(kAddCheckpoint), *body);
    if (!reply) {
      answer.was_silent = true;
      answer.trouble = reply.error().message;
      return answer;
    }
    if (reply->status == 200) {
      const Result<CosignedNote> cosigned =
          CosignedNote::Open(round.published + reply->body, round.log, {peer.config.key});
      if (!cosigned || cosigned->cosignatures().empty()) {
        answer.trouble = "what it answers is no cosignature by its key";
        return answer;
      }
      answer.there = size;
      answer.cosignature = cosigned->cosignatures().front();
      return answer;
    }
    const std::optional<uint64_t> there = SizeThere(*reply);
    if (!there) {
      answer.objects = reply->status == 409 || reply->status == 422;
      answer.trouble = answer.objects ? WordsOf(peer.config.name, answer.there, agreement, size)
                                      : "answers with status " + std::to_string(reply->status);
      return answer;
    }
    answer.there = *there;
  }
  answer.trouble = "says another size each time";
  return answer;
}

std::vector<Witnesses::Matter> Witnesses::MattersAt(Instant now) {
  std::vector<Matter> matters;
  const std::lock_guard lock(mutex_);
  if (closing_) {
    return matters;
  }
  std::vector<bool> answered(peers_.size(), false);
  std::vector<bool> waits(peers_.size(), false);
  for (const auto& [id, room] : rooms_) {
    for (auto& [i, pair] : room->pairs) {
      const std::string reference = peers_[i]->config.name + "/" + id.text();
      answered[i] = answered[i] || pair.has_answered;
      waits[i] = waits[i] || (pair.waits_since && !pair.objects);
      if (pair.objects && !pair.is_told) {
        pair.is_told = true;
        pair.is_clear = false;
        matters.push_back({kWitnessObjects, reference, pair.trouble, &pair.is_told});
      } else if (pair.has_answered && !pair.waits_since && !pair.is_clear) {
        pair.is_told = false;
        pair.is_clear = true;
        matters.push_back({"", reference, "", &pair.is_clear});
      }
    }
  }
  for (size_t i = 0; i < peers_.size(); ++i) {
    Peer& peer = *peers_[i];
    const std::string& name = peer.config.name;
    if (IsSilent(i, now) && !peer.is_told) {
      peer.is_told = true;
      peer.is_clear = false;
      matters.push_back({kWitnessIsSilent, name, name + " cosigns nothing", &peer.is_told});
    } else if (answered[i] && !waits[i] && !peer.is_clear) {
      peer.is_told = false;
      peer.is_clear = true;
      matters.push_back({"", name, "", &peer.is_clear});
    }
  }
  under_way_ += matters.size();
  return matters;
}

// Close waits for it, so `this` is there when it is done.
void Witnesses::Tell(Matter matter) {
  if (!matter.task.empty()) {
    trouble_("a witness has to be looked at", matter.words);
  }
  Done<Receipt> done = [this, is_told = matter.is_told](const Result<Receipt>& noted) {
    if (!noted) {
      trouble_("what a witness says is not noted", noted.error().message);
    }
    const std::lock_guard lock(mutex_);
    *is_told = *is_told && noted.has_value();  // else again at the next tick
    --under_way_;
    idle_.notify_all();
  };
  if (matter.task.empty()) {
    return ClearWitness(agreements_, std::move(matter.reference), std::move(done));
  }
  NoteWitness(agreements_, matter.task, std::move(matter.reference), std::move(matter.words),
              std::move(done));
}

}  // namespace mandat
